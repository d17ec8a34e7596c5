"""What people read in the morning instead of at once, and whose the duty is at night."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, Json, UtcDateTime

revision = '0025'
down_revision = '0024'


def upgrade() -> None:
    """Upgrade: new columns that the previous version need not fill, and a table."""
    op.add_column('people', sa.Column('batched', sa.String(length=16), nullable=True))
    op.add_column('recipients', sa.Column('reads_in', sa.String(length=16), nullable=True))
    op.add_column('recipients', sa.Column('waits_for', sa.String(length=16), nullable=True))
    _index('ix_recipients_waits', 'recipients', 'waits_for')
    op.create_table(
        'duties',
        sa.Column('id', BigId, nullable=False),
        sa.Column('counties', Json, nullable=False),
        sa.Column('person_id', BigId, nullable=False),
        sa.Column('since', sa.Date(), nullable=False),
        sa.Column('until', sa.Date(), nullable=False),
        sa.Column('said_by_id', BigId, nullable=False),
        sa.Column('said_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('remind_at', UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_duties_person_id')),
        sa.ForeignKeyConstraint(['said_by_id'], ['people.id'], name=op.f('fk_duties_said_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_duties')),
    )
    op.create_index('ix_duties_until', 'duties', ['until'])
    op.create_index(op.f('ix_duties_person_id'), 'duties', ['person_id'])
    _index('ix_duties_remind', 'duties', 'remind_at')


def _index(name: str, table: str, column: str) -> None:
    some = sa.text(f'{column} is not null')
    op.create_index(name, table, [column], sqlite_where=some, postgresql_where=some)
