"""What is planned in a county."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, UtcDateTime

revision = '0024'
down_revision = '0023'


def upgrade() -> None:
    """Upgrade: new tables."""
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
