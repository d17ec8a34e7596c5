"""Questions asked of many, replies to announcements, tasks for many, decisions of meetings."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, Json, UtcDateTime

revision = '0023'
down_revision = '0022'


def upgrade() -> None:
    """Upgrade: new tables, a counter, and a column that the previous version need not fill."""
    _questions()
    _announcements()
    op.create_table(
        'task_groups',
        sa.Column('ref', sa.String(length=16), nullable=False),
        _person('giver_id'),
        sa.Column('audience', sa.Text(), nullable=False),
        _time('created_at', nullable=False),
        _time('tell_at'),
        sa.ForeignKeyConstraint(['giver_id'], ['people.id'], name=op.f('fk_task_groups_giver_id')),
        sa.PrimaryKeyConstraint('ref', name=op.f('pk_task_groups')),
    )
    _index('ix_task_groups_tell', 'task_groups', 'tell_at', 'tell_at is not null')
    op.add_column('tasks', sa.Column('group_ref', sa.String(length=16), nullable=True))
    _index('ix_tasks_group', 'tasks', 'group_ref', 'group_ref is not null')
    op.create_table(
        'decisions',
        sa.Column('id', BigId, nullable=False),
        sa.Column('meeting_ref', sa.String(length=16), nullable=False),
        sa.Column('county', sa.String(length=64), nullable=False),
        _person('person_id'),
        sa.Column('text', sa.Text(), nullable=False),
        _time('created_at', nullable=False),
        sa.ForeignKeyConstraint(['meeting_ref'], ['meetings.ref'], name=op.f('fk_decisions_meeting_ref')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_decisions_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_decisions')),
    )
    op.create_index('ix_decisions_county', 'decisions', ['county', 'id'])
    op.create_index(op.f('ix_decisions_meeting_ref'), 'decisions', ['meeting_ref'])


def _questions() -> None:
    op.create_table(
        'inquiries',
        sa.Column('ref', sa.String(length=16), nullable=False),
        _person('asker_id'),
        sa.Column('audience', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('choices', Json, nullable=False),
        sa.Column('status', sa.String(length=16), nullable=False),
        _time('created_at', nullable=False),
        _time('ends_at', nullable=False),
        *(_time(name) for name in ('ended_at', 'remind_at', 'progress_at', 'progress_told_at', 'told_at')),
        sa.ForeignKeyConstraint(['asker_id'], ['people.id'], name=op.f('fk_inquiries_asker_id')),
        sa.PrimaryKeyConstraint('ref', name=op.f('pk_inquiries')),
    )
    _index('ix_inquiries_open', 'inquiries', 'ends_at', "status = 'open'")
    op.execute("INSERT INTO counters (letter, value) VALUES ('Q', 0)")
    op.create_table(
        'inquiry_answers',
        sa.Column('inquiry_ref', sa.String(length=16), nullable=False),
        _person('person_id'),
        _time('asked_at', nullable=False),
        sa.Column('answer', sa.Text(), nullable=False),
        _time('answered_at'),
        _time('pass_at'),
        sa.ForeignKeyConstraint(
            ['inquiry_ref'], ['inquiries.ref'], name=op.f('fk_inquiry_answers_inquiry_ref')
        ),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_inquiry_answers_person_id')),
        sa.PrimaryKeyConstraint('inquiry_ref', 'person_id', name=op.f('pk_inquiry_answers')),
    )
    op.create_index('ix_inquiry_answers_person', 'inquiry_answers', ['person_id', 'asked_at'])
    _index('ix_inquiry_answers_pass', 'inquiry_answers', 'pass_at', 'pass_at is not null')


def _announcements() -> None:
    op.create_table(
        'announcements',
        sa.Column('id', BigId, nullable=False),
        sa.Column('kind', sa.String(length=16), nullable=False),
        _person('sender_id'),
        sa.Column('text', sa.Text(), nullable=False),
        _time('created_at', nullable=False),
        _time('passed_at'),
        sa.ForeignKeyConstraint(['sender_id'], ['people.id'], name=op.f('fk_announcements_sender_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_announcements')),
    )
    name, of = 'announcement_recipients', sa.Column('announcement_id', BigId, nullable=False)
    op.create_table(
        name,
        of,
        _person('person_id'),
        _time('told_at', nullable=False),
        *_both_keys(name),
        sa.PrimaryKeyConstraint('announcement_id', 'person_id', name=op.f('pk_announcement_recipients')),
    )
    op.create_index('ix_announcement_recipients_person', name, ['person_id', 'told_at'])
    name = 'announcement_replies'
    op.create_table(
        name,
        sa.Column('id', BigId, nullable=False),
        sa.Column('announcement_id', BigId, nullable=False),
        _person('person_id'),
        sa.Column('text', sa.Text(), nullable=False),
        _time('created_at', nullable=False),
        _time('pass_at'),
        *_both_keys(name),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement_replies')),
    )
    _index('ix_announcement_replies_pass', name, 'pass_at', 'pass_at is not null')


def _both_keys(table: str) -> tuple[sa.ForeignKeyConstraint, sa.ForeignKeyConstraint]:
    of = sa.ForeignKeyConstraint(
        ['announcement_id'], ['announcements.id'], name=op.f(f'fk_{table}_announcement_id')
    )
    return of, sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f(f'fk_{table}_person_id'))


def _person(name: str) -> sa.Column[int]:
    return sa.Column(name, BigId, nullable=False)


def _time(name: str, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def _index(name: str, table: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)
