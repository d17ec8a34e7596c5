"""What is planned in a county; who is nominated for a seat, and by whom the holder of a role was."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, Json, UtcDateTime

revision = '0024'
down_revision = '0023'


def upgrade() -> None:
    """Upgrade: new tables, and a column that the previous version need not fill."""
    op.create_table(
        'county_updates',
        sa.Column('id', BigId, nullable=False),
        sa.Column('county', sa.String(length=64), nullable=False),
        sa.Column('person_id', BigId, nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_county_updates_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_county_updates')),
    )
    op.create_index('ix_county_updates_county', 'county_updates', ['county', 'id'])
    op.add_column('roles', sa.Column('nominated_by', sa.String(), server_default=sa.text("''"), nullable=False))
    op.create_table(
        'nominations',
        sa.Column('id', BigId, nullable=False),
        sa.Column('seat', sa.String(length=128), nullable=False),
        sa.Column('role', sa.String(length=32), nullable=False),
        sa.Column('county', sa.String(length=64), nullable=False),
        sa.Column('sectors', Json, nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('number', sa.String(length=32), nullable=False),
        sa.Column('organisation', sa.String(), nullable=False),
        sa.Column('nominated_by', sa.String(), nullable=False),
        sa.Column('nominator_id', BigId, nullable=False),
        sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('status', sa.String(length=16), nullable=False),
        sa.Column('settled_by_id', BigId, nullable=True),
        sa.Column('settled_at', UtcDateTime(timezone=True), nullable=True),
        sa.Column('person_id', BigId, nullable=True),
        sa.ForeignKeyConstraint(['nominator_id'], ['people.id'], name=op.f('fk_nominations_nominator_id')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_nominations_person_id')),
        sa.ForeignKeyConstraint(['settled_by_id'], ['people.id'], name=op.f('fk_nominations_settled_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_nominations')),
    )
    waits = sa.text("status = 'open'")
    op.create_index(
        'ix_nominations_open', 'nominations', ['seat'], unique=True, sqlite_where=waits, postgresql_where=waits
    )
    op.create_table(
        'nomination_asks',
        sa.Column('nomination_id', BigId, nullable=False),
        sa.Column('person_id', BigId, nullable=False),
        sa.Column('asked_at', UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['nomination_id'], ['nominations.id'], name=op.f('fk_nomination_asks_nomination_id')
        ),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_nomination_asks_person_id')),
        sa.PrimaryKeyConstraint('nomination_id', 'person_id', name=op.f('pk_nomination_asks')),
    )
