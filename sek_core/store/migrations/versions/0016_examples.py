"""Texts that people have labelled, from which the reader learns."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, UtcDateTime

revision = '0016'
down_revision = '0015'


def upgrade() -> None:
    """Upgrade: a new table."""
    op.create_table(
        'examples',
        sa.Column('id', BigId, nullable=False),
        sa.Column('inbox_id', BigId, nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('county', sa.String(length=64), nullable=False),
        sa.Column('label', sa.String(length=16), nullable=False),
        sa.Column('hazard', sa.String(length=64), nullable=True),
        sa.Column('decided_by', sa.String(length=16), nullable=False),
        sa.Column('person_id', BigId, nullable=True),
        sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['inbox_id'], ['inbox.id'], name=op.f('fk_examples_inbox_id')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_examples_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_examples')),
        sa.UniqueConstraint('inbox_id', name=op.f('uq_examples_inbox_id')),
    )
    op.create_index('ix_examples_person', 'examples', ['person_id'])
