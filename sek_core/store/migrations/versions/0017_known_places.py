"""Places that the gazetteer lacks, as reporters confirmed them."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, UtcDateTime

revision = '0017'
down_revision = '0016'


def upgrade() -> None:
    """Upgrade: a new table, which the previous version does not know. Names confirmed before are not in
    it: the history does not tell them from places of the gazetteer.
    """
    op.create_table(
        'known_places',
        sa.Column('county', sa.String(length=64), nullable=False),
        sa.Column('sound', sa.String(), nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('ward_code', sa.String(length=8), nullable=True),
        sa.Column('latitude', sa.Double(), nullable=True),
        sa.Column('longitude', sa.Double(), nullable=True),
        sa.Column('incident_ref', sa.String(length=16), nullable=False),
        sa.Column('confirmed_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('person_id', BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ['incident_ref'], ['incidents.ref'], name=op.f('fk_known_places_incident_ref')
        ),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_known_places_person_id')),
        sa.PrimaryKeyConstraint('county', 'sound', name=op.f('pk_known_places')),
    )
    op.create_index('ix_known_places_incident', 'known_places', ['incident_ref'])
    op.create_index('ix_known_places_person', 'known_places', ['person_id'])
