"""Search for incidents that may be the same event, and the record that they are."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'


def upgrade() -> None:
    """Upgrade. The search also finds incidents that are open already: an empty county stands for any."""
    op.add_column('incidents', sa.Column('county', sa.String(length=64), server_default='', nullable=False))
    op.add_column('incidents', sa.Column('same_as', sa.String(length=16), nullable=True))
    live = sa.text("status in ('held', 'open', 'taken')")
    op.create_index(
        'ix_incidents_event',
        'incidents',
        ['county', 'hazard', 'reported_at'],
        sqlite_where=live,
        postgresql_where=live,
    )
