"""Meetings: invitations and answers, reminders, agendas, minutes, tasks, calendar links."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, UtcDateTime

revision = '0011'
down_revision = '0010'


def upgrade() -> None:
    """Upgrade: only new tables, two counters and a column that the previous version need not fill."""
    op.create_table('reminders',
    sa.Column('id', BigId, nullable=False),
    sa.Column('about', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('due_at', UtcDateTime(), nullable=False),
    sa.Column('stale_at', UtcDateTime(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('done_at', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminders')),
    sa.UniqueConstraint('about', 'version', 'kind', name=op.f('uq_reminders_about_version_kind'))
    )
    op.create_index('ix_reminders_due', 'reminders', ['due_at'], unique=False, sqlite_where=sa.text("status = 'waiting'"), postgresql_where=sa.text("status = 'waiting'"))
    op.create_table('calendar_links',
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('person_id', BigId, nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('revoked_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_calendar_links_person_id')),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_calendar_links'))
    )
    op.create_index(op.f('ix_calendar_links_person_id'), 'calendar_links', ['person_id'], unique=False)
    op.create_table('meetings',
    sa.Column('ref', sa.String(length=16), nullable=False),
    sa.Column('county', sa.String(length=64), nullable=False),
    sa.Column('series', sa.String(length=64), nullable=False),
    sa.Column('occurrence', sa.Date(), nullable=True),
    sa.Column('starts_at', UtcDateTime(), nullable=False),
    sa.Column('venue', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('why', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('convener_id', BigId, nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('changed_at', UtcDateTime(), nullable=False),
    sa.Column('nudged_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['convener_id'], ['people.id'], name=op.f('fk_meetings_convener_id')),
    sa.PrimaryKeyConstraint('ref', name=op.f('pk_meetings')),
    sa.UniqueConstraint('series', 'county', 'occurrence', name=op.f('uq_meetings_series_county_occurrence'))
    )
    op.create_index('ix_meetings_starts', 'meetings', ['starts_at'], unique=False)
    op.create_index('ix_meetings_token', 'meetings', ['token'], unique=True)
    op.create_table('series_changes',
    sa.Column('series', sa.String(length=64), nullable=False),
    sa.Column('county', sa.String(length=64), nullable=False),
    sa.Column('rule', sa.String(length=64), nullable=False),
    sa.Column('at', sa.String(length=8), nullable=False),
    sa.Column('venue', sa.Text(), nullable=False),
    sa.Column('off', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('changed_by_id', BigId, nullable=True),
    sa.Column('changed_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['changed_by_id'], ['people.id'], name=op.f('fk_series_changes_changed_by_id')),
    sa.PrimaryKeyConstraint('series', 'county', name=op.f('pk_series_changes'))
    )
    op.create_table('agenda_items',
    sa.Column('id', BigId, nullable=False),
    sa.Column('meeting_ref', sa.String(length=16), nullable=False),
    sa.Column('person_id', BigId, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_ref'], ['meetings.ref'], name=op.f('fk_agenda_items_meeting_ref')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_agenda_items_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_items'))
    )
    op.create_index(op.f('ix_agenda_items_meeting_ref'), 'agenda_items', ['meeting_ref'], unique=False)
    op.create_table('invitations',
    sa.Column('meeting_ref', sa.String(length=16), nullable=False),
    sa.Column('person_id', BigId, nullable=False),
    sa.Column('invited_by_id', BigId, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('told_start', UtcDateTime(), nullable=True),
    sa.Column('asked_at', UtcDateTime(), nullable=True),
    sa.Column('ask_by', UtcDateTime(), nullable=True),
    sa.Column('answer', sa.String(length=8), nullable=True),
    sa.Column('note', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('answered_at', UtcDateTime(), nullable=True),
    sa.Column('present', sa.Boolean(), nullable=True),
    sa.Column('present_at', UtcDateTime(), nullable=True),
    sa.Column('present_by_id', BigId, nullable=True),
    sa.Column('proof', sa.String(length=16), server_default=sa.text("''"), nullable=False),
    sa.ForeignKeyConstraint(['invited_by_id'], ['people.id'], name=op.f('fk_invitations_invited_by_id')),
    sa.ForeignKeyConstraint(['meeting_ref'], ['meetings.ref'], name=op.f('fk_invitations_meeting_ref')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_invitations_person_id')),
    sa.ForeignKeyConstraint(['present_by_id'], ['people.id'], name=op.f('fk_invitations_present_by_id')),
    sa.PrimaryKeyConstraint('meeting_ref', 'person_id', name=op.f('pk_invitations'))
    )
    op.create_index('ix_invitations_person', 'invitations', ['person_id', 'meeting_ref'], unique=False)
    op.create_index('ix_invitations_wait', 'invitations', ['ask_by'], unique=False, sqlite_where=sa.text('ask_by is not null'), postgresql_where=sa.text('ask_by is not null'))
    op.create_table('tasks',
    sa.Column('ref', sa.String(length=16), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('owner_id', BigId, nullable=False),
    sa.Column('assigned_by_id', BigId, nullable=False),
    sa.Column('county', sa.String(length=64), nullable=False),
    sa.Column('meeting_ref', sa.String(length=16), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('done_at', UtcDateTime(), nullable=True),
    sa.Column('done_by_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['assigned_by_id'], ['people.id'], name=op.f('fk_tasks_assigned_by_id')),
    sa.ForeignKeyConstraint(['done_by_id'], ['people.id'], name=op.f('fk_tasks_done_by_id')),
    sa.ForeignKeyConstraint(['meeting_ref'], ['meetings.ref'], name=op.f('fk_tasks_meeting_ref')),
    sa.ForeignKeyConstraint(['owner_id'], ['people.id'], name=op.f('fk_tasks_owner_id')),
    sa.PrimaryKeyConstraint('ref', name=op.f('pk_tasks'))
    )
    op.create_index('ix_tasks_meeting', 'tasks', ['meeting_ref'], unique=False, sqlite_where=sa.text('meeting_ref is not null'), postgresql_where=sa.text('meeting_ref is not null'))
    op.create_index('ix_tasks_owner', 'tasks', ['owner_id'], unique=False, sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))
    op.create_table('minutes',
    sa.Column('id', BigId, nullable=False),
    sa.Column('meeting_ref', sa.String(length=16), nullable=False),
    sa.Column('person_id', BigId, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('file_id', BigId, nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['files.id'], name=op.f('fk_minutes_file_id')),
    sa.ForeignKeyConstraint(['meeting_ref'], ['meetings.ref'], name=op.f('fk_minutes_meeting_ref')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_minutes_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes'))
    )
    op.create_index(op.f('ix_minutes_meeting_ref'), 'minutes', ['meeting_ref'], unique=False)
    op.add_column('conversations', sa.Column('asked_at', UtcDateTime(), nullable=True))
    op.execute("INSERT INTO counters (letter, value) VALUES ('M', 0)")
    op.execute("INSERT INTO counters (letter, value) VALUES ('T', 0)")
