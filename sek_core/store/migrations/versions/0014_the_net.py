"""The net: kept texts that pass from coordinator to coordinator; calls for help and hidden names."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, Json, UtcDateTime

revision = '0014'
down_revision = '0013'


def upgrade() -> None:
    """Upgrade: a new table, and columns that the previous version need not fill. Texts kept before stay in
    TRIAGE: old words must not alert a coordinator now.
    """
    op.add_column('kept', sa.Column('pass_at', UtcDateTime(timezone=True), nullable=True))
    passing = sa.text('pass_at is not null')
    op.create_index('ix_kept_pass', 'kept', ['pass_at'], sqlite_where=passing, postgresql_where=passing)
    op.create_table(
        'kept_readers',
        sa.Column('kept_ref', sa.String(length=16), nullable=False),
        sa.Column('person_id', BigId, nullable=False),
        sa.Column('told_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('bundle', sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(['kept_ref'], ['kept.ref'], name=op.f('fk_kept_readers_kept_ref')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_kept_readers_person_id')),
        sa.PrimaryKeyConstraint('kept_ref', 'person_id', name=op.f('pk_kept_readers')),
    )
    op.create_index('ix_kept_readers_person', 'kept_readers', ['person_id', 'told_at'])
    beyond = sa.text("what = 'told beyond'")
    op.create_index('ix_history_beyond', 'history', ['id'], sqlite_where=beyond, postgresql_where=beyond)
    op.add_column('conversations', sa.Column('pass_asked_at', UtcDateTime(timezone=True), nullable=True))
    for name in ('plea', 'nameless'):
        op.add_column('incidents', sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('incidents', sa.Column('caller', sa.String(), nullable=False, server_default=sa.text("''")))
    op.add_column('incidents', sa.Column('against', Json, nullable=True))
