"""Meeting series that sleep until a coordinator starts them; invitees who are only informed of a meeting."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, UtcDateTime

revision = '0013'
down_revision = '0012'

AWAKE = """
    INSERT INTO series_states (series, county, state)
    SELECT series, county, 'awake' FROM meetings
    WHERE series <> '' AND ref IN (SELECT meeting_ref FROM invitations WHERE told_start IS NOT NULL)
    UNION
    SELECT series, county, 'awake' FROM series_changes WHERE NOT off
"""
"""A series that has invited before, or whose day was set by text, stays awake."""


def upgrade() -> None:
    """Upgrade: a new table, and a column that the previous version need not fill."""
    op.add_column('invitations', sa.Column('told', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table('series_states',
    sa.Column('series', sa.String(length=64), nullable=False),
    sa.Column('county', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('ask_from', UtcDateTime(), nullable=True),
    sa.Column('asked_id', BigId, nullable=True),
    sa.Column('asked_role', sa.String(length=64), server_default=sa.text("''"), nullable=False),
    sa.Column('asked_at', UtcDateTime(), nullable=True),
    sa.Column('decided_by_id', BigId, nullable=True),
    sa.Column('decided_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['asked_id'], ['people.id'], name=op.f('fk_series_states_asked_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_series_states_decided_by_id')),
    sa.PrimaryKeyConstraint('series', 'county', name=op.f('pk_series_states'))
    )
    op.execute(AWAKE)
