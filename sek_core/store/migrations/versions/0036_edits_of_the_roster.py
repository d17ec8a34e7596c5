"""Edits of people on pages, which an import keeps; indexes for the lists of messages and of the history."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, UtcDateTime

revision = '0036'
down_revision = '0035'


def upgrade() -> None:
    """Upgrade: a new table, columns that have a default or may be empty, and indexes."""
    op.add_column('people', sa.Column('version', sa.Integer(), server_default='0', nullable=False))
    op.add_column('people', sa.Column('edited_at', UtcDateTime(timezone=True), nullable=True))
    op.create_table(
        'roster_edits',
        sa.Column('person_id', BigId, nullable=False),
        sa.Column('field', sa.String(), nullable=False),
        sa.Column('before', sa.String(), nullable=False),
        sa.Column('after', sa.String(), nullable=False),
        sa.Column('by_id', BigId, nullable=True),
        sa.Column('at', UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name='fk_roster_edits_person_id'),
        sa.ForeignKeyConstraint(['by_id'], ['people.id'], name='fk_roster_edits_by_id'),
        sa.PrimaryKeyConstraint('person_id', 'field', name='pk_roster_edits'),
    )
    failed = sa.text("status = 'failed'")
    op.create_index(
        'ix_deliveries_failed', 'deliveries', ['id'], sqlite_where=failed, postgresql_where=failed
    )
    op.create_index('ix_history_person', 'history', ['person_id', 'id'])
    op.create_index('ix_history_what', 'history', ['what', 'id'])
