"""Codes by SMS, and roles that start once others heard of them."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, Json, UtcDateTime

revision = '0026'
down_revision = '0025'


def upgrade() -> None:
    """Upgrade: new columns that the previous version need not fill, and a table."""
    op.add_column('conversations', sa.Column('last_seal', sa.String(), nullable=True))
    op.add_column('conversations', sa.Column('wrong_codes', Json, nullable=True))
    op.add_column('deliveries', sa.Column('secret', sa.String(length=8), nullable=True))
    _index('ix_deliveries_secret', 'deliveries', 'person_id', 'secret is not null')
    op.create_table(
        'role_starts',
        sa.Column('id', BigId, nullable=False),
        sa.Column('kept_ref', sa.String(length=16), nullable=True),
        sa.Column('nomination_id', BigId, nullable=True),
        sa.Column('person_id', BigId, nullable=True),
        sa.Column('role', sa.String(length=32), nullable=False),
        sa.Column('county', sa.String(length=64), nullable=True),
        sa.Column('by_id', BigId, nullable=False),
        sa.Column('said_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('starts_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('status', sa.String(length=16), nullable=False),
        sa.Column('stopped_by_id', BigId, nullable=True),
        sa.ForeignKeyConstraint(['by_id'], ['people.id'], name=op.f('fk_role_starts_by_id')),
        sa.ForeignKeyConstraint(['kept_ref'], ['kept.ref'], name=op.f('fk_role_starts_kept_ref')),
        sa.ForeignKeyConstraint(['nomination_id'], ['nominations.id'], name=op.f('fk_role_starts_nomination_id')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_role_starts_person_id')),
        sa.ForeignKeyConstraint(['stopped_by_id'], ['people.id'], name=op.f('fk_role_starts_stopped_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_role_starts')),
    )
    _index('ix_role_starts_due', 'role_starts', 'starts_at', "status = 'waiting'")
    _index('ix_role_starts_kept', 'role_starts', 'kept_ref', 'kept_ref is not null')
    _index('ix_role_starts_nomination', 'role_starts', 'nomination_id', 'nomination_id is not null')
    op.create_index('ix_role_starts_person', 'role_starts', ['person_id'])


def _index(name: str, table: str, column: str, where: str) -> None:
    some = sa.text(where)
    op.create_index(name, table, [column], sqlite_where=some, postgresql_where=some)
