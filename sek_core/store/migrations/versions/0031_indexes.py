"""Indexes, so that no look-up grows with the rows that are over."""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0025'

LIVE = sa.text("status in ('held', 'open', 'taken')")


def upgrade() -> None:
    """Upgrade: indexes alone, which the previous version need not know."""
    place = sa.text("coalesce(lower(place), '')")
    columns = ['county', 'hazard', place, 'reported_at']
    op.create_index(
        'ix_incidents_event_place', 'incidents', columns, sqlite_where=LIVE, postgresql_where=LIVE
    )
