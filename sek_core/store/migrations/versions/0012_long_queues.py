"""Indexes that find the head of a long queue at once."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'


def upgrade() -> None:
    """Upgrade: other indexes on the same columns, so processes of the previous version are not affected."""
    lane = sa.text("status in ('queued', 'sending')")
    op.drop_index('ix_deliveries_lane', 'deliveries')
    op.create_index(
        'ix_deliveries_lane', 'deliveries', ['channel', 'address', 'priority', 'id'],
        sqlite_where=lane, postgresql_where=lane,
    )
    leaving = sa.text("status = 'sending'")
    op.create_index(
        'ix_deliveries_leaving', 'deliveries', ['channel', 'address'],
        sqlite_where=leaving, postgresql_where=leaving,
    )
