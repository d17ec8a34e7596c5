"""Escalation by steps: since when a step waits, how often it was asked again, which recipients are
unreachable, and which messages are wanted only while the incident has no holder.
"""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import UtcDateTime

revision = '0007'
down_revision = '0006'


def upgrade() -> None:
    """Upgrade: columns that are empty or the same in every row, and an index over the waiting steps."""
    op.add_column('tracks', sa.Column('asked_at', UtcDateTime(), nullable=True))
    op.add_column('tracks', sa.Column('repeated', sa.Integer(), server_default='0', nullable=False))
    op.add_column('recipients', sa.Column('unreachable_at', UtcDateTime(), nullable=True))
    op.add_column('deliveries', sa.Column('while_open', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index('ix_tracks_asked', 'tracks', ['asked_at'], sqlite_where=sa.text('due_at is not null'), postgresql_where=sa.text('due_at is not null'))
