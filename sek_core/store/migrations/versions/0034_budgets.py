"""What the messages of a day cost, by county, recipient and sender."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import UtcDateTime

revision = '0034'
down_revision = '0033'


def upgrade() -> None:
    """Upgrade: a new table, two columns that the previous version need not fill, and an index of what waits.
    """
    op.create_table('spending',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('budget', sa.String(length=16), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('spent', sa.BigInteger(), nullable=False),
    sa.Column('messages', sa.Integer(), nullable=False),
    sa.Column('segments', sa.Integer(), nullable=False),
    sa.Column('alarmed_at', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('day', 'budget', 'key', name=op.f('pk_spending'))
    )
    op.add_column('deliveries', sa.Column('county', sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column('deliveries', sa.Column('held_by', sa.String(length=16), nullable=True))
    waits = sa.text("status = 'queued' and held_by is not null")
    op.create_index('ix_deliveries_held', 'deliveries', ['county'], sqlite_where=waits, postgresql_where=waits)
