"""Alarms about the program itself; indexes of delivery reports and of each channel's queue."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import UtcDateTime

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    """Upgrade: only new tables, an index that is small beside the inbox's others, and one over queued rows.
    """
    op.create_table('alarms',
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('since', UtcDateTime(), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('seen_at', UtcDateTime(), nullable=False),
    sa.Column('told_at', UtcDateTime(), nullable=True),
    sa.Column('gone_at', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_alarms'))
    )
    op.create_table('refusals',
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('since', UtcDateTime(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('channel', name=op.f('pk_refusals'))
    )
    op.create_index('ix_inbox_reports', 'inbox', ['channel', 'id'], unique=False, sqlite_where=sa.text("kind = 'delivery_report'"), postgresql_where=sa.text("kind = 'delivery_report'"))
    op.drop_index('ix_deliveries_queued', 'deliveries')
    op.create_index('ix_deliveries_queued', 'deliveries', ['channel', 'priority', 'id'], unique=False, sqlite_where=sa.text("status = 'queued'"), postgresql_where=sa.text("status = 'queued'"))
