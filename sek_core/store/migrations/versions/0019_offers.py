"""Offers: who brings what for an incident."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, UtcDateTime

revision = '0019'
down_revision = '0018'


def upgrade() -> None:
    """Upgrade: a new table, which the previous version does not read."""
    none = sa.text("''")
    op.create_table(
        'offers',
        sa.Column('id', BigId, nullable=False),
        sa.Column('incident_ref', sa.String(length=16), nullable=False),
        sa.Column('person_id', BigId, nullable=False),
        sa.Column('organisation', sa.String(), server_default=none, nullable=False),
        sa.Column('what', sa.Text(), nullable=False),
        sa.Column('amount', BigId, nullable=True),
        sa.Column('unit', sa.String(length=32), server_default=none, nullable=False),
        sa.Column('place', sa.String(), server_default=none, nullable=False),
        sa.Column('day', sa.Date(), nullable=True),
        sa.Column('is_deadline', sa.Boolean(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('status', sa.String(length=16), nullable=False),
        sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('changed_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('due_at', UtcDateTime(timezone=True), nullable=True),
        sa.Column('asked_at', UtcDateTime(timezone=True), nullable=True),
        sa.Column('confirm_asked_at', UtcDateTime(timezone=True), nullable=True),
        sa.Column('arrival', sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(['incident_ref'], ['incidents.ref'], name=op.f('fk_offers_incident_ref')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_offers_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_offers')),
    )
    op.create_index('ix_offers_incident', 'offers', ['incident_ref'])
    op.create_index('ix_offers_person', 'offers', ['person_id'])
    due = sa.text('due_at is not null')
    op.create_index('ix_offers_due', 'offers', ['due_at'], sqlite_where=due, postgresql_where=due)
