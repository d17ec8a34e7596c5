"""Promises of news: by when, and what came of them; closing is confirmed by the reporter."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, UtcDateTime

revision = '0015'
down_revision = '0014'

FIRST_NEWS = timedelta(days=2)
"""Time after the upgrade by which news of incidents that were taken before is expected."""


def upgrade() -> None:
    """Upgrade: a table, two columns that the previous version need not fill, and an index in the place of
    the one for nudges. `incidents.follow_up_at` stays until a later migration: the previous version still
    writes it while this one starts.
    """
    op.create_table(
        'promises',
        sa.Column('id', BigId, nullable=False),
        sa.Column('incident_ref', sa.String(length=16), nullable=False),
        sa.Column('person_id', BigId, nullable=False),
        sa.Column('made_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('due_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('said', sa.Boolean(), nullable=False),
        sa.Column('span', sa.Integer(), nullable=False),
        sa.Column('moves', sa.Integer(), nullable=False, server_default='0'),
        sa.Column('late', sa.Integer(), nullable=False, server_default='0'),
        sa.Column('status', sa.String(length=16), nullable=False),
        sa.Column('next_at', UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['incident_ref'], ['incidents.ref'], name=op.f('fk_promises_incident_ref')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_promises_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_promises')),
    )
    live, due = sa.text("status <> 'over'"), sa.text('next_at is not null')
    op.create_index(
        'ix_promises_live', 'promises', ['incident_ref'], unique=True, sqlite_where=live, postgresql_where=live
    )
    op.create_index('ix_promises_due', 'promises', ['next_at'], sqlite_where=due, postgresql_where=due)
    op.create_index('ix_promises_incident', 'promises', ['incident_ref'])
    op.add_column('incidents', sa.Column('confirmed', sa.String(length=8), nullable=True))
    op.add_column('incidents', sa.Column('confirm_until', UtcDateTime(timezone=True), nullable=True))
    taken, awaited = sa.text("status = 'taken'"), sa.text('confirm_until is not null')
    op.drop_index('ix_incidents_follow_up', 'incidents')
    op.create_index(
        'ix_incidents_taken', 'incidents', ['taken_at'], sqlite_where=taken, postgresql_where=taken
    )
    op.create_index(
        'ix_incidents_confirm', 'incidents', ['confirm_until'], sqlite_where=awaited, postgresql_where=awaited
    )
    _promise_for_those_taken()


def _promise_for_those_taken() -> None:
    """Expect news of each incident that is taken now. Few are at any moment."""
    incidents = sa.table(
        'incidents', sa.column('ref'), sa.column('status'), sa.column('taken_by_id'), sa.column('taken_at')
    )
    promises = sa.table(
        'promises', *map(sa.column, ('incident_ref', 'person_id', 'said', 'span', 'status')),
        *(sa.column(name, UtcDateTime()) for name in ('made_at', 'due_at', 'next_at')),
    )
    due_at = datetime.now(UTC) + FIRST_NEWS
    values = sa.select(
        incidents.c.ref, incidents.c.taken_by_id, incidents.c.taken_at, sa.literal(due_at, UtcDateTime()),
        sa.false(), sa.literal(int(FIRST_NEWS.total_seconds())), sa.literal('reminded'),
        sa.literal(due_at, UtcDateTime()),
    ).where(incidents.c.status == 'taken', incidents.c.taken_by_id.is_not(None))
    op.execute(
        promises.insert().from_select(
            ['incident_ref', 'person_id', 'made_at', 'due_at', 'said', 'span', 'status', 'next_at'], values
        )
    )
