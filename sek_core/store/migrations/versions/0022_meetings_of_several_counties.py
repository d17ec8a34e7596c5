"""Meetings of several counties and of groups; regular guests; attendees who were not invited."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, UtcDateTime

revision = '0022'
down_revision = '0021'


def upgrade() -> None:
    """Upgrade: new columns and tables. Meetings that exist are of one county, and of all its people."""
    op.add_column('meetings', sa.Column('also_in', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('meetings', sa.Column('whom', sa.String(length=64), server_default=sa.text("''"), nullable=False))
    with op.batch_alter_table('files') as files:
        files.add_column(sa.Column('meeting_ref', sa.String(length=16), nullable=True))
        files.create_foreign_key(op.f('fk_files_meeting_ref'), 'meetings', ['meeting_ref'], ['ref'])
    op.create_table(
        'regular_guests',
        sa.Column('id', BigId, nullable=False),
        sa.Column('person_id', BigId, nullable=False),
        sa.Column('county', sa.String(length=64), nullable=True),
        sa.Column('series', sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column('added_by_id', BigId, nullable=False),
        sa.Column('added_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('ended_at', UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['added_by_id'], ['people.id'], name=op.f('fk_regular_guests_added_by_id')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_regular_guests_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_regular_guests')),
    )
    live = sa.text('ended_at is null')
    op.create_index(
        'ix_regular_guests_live', 'regular_guests', ['person_id'], sqlite_where=live, postgresql_where=live
    )
    op.create_table(
        'walk_ins',
        sa.Column('id', BigId, nullable=False),
        sa.Column('meeting_ref', sa.String(length=16), nullable=False),
        sa.Column('folded', sa.String(length=200), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('organisation', sa.Text(), nullable=False),
        sa.Column('email', sa.Text(), nullable=False),
        sa.Column('county', sa.String(length=64), nullable=False),
        sa.Column('recorded_by_id', BigId, nullable=False),
        sa.Column('recorded_at', UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['meeting_ref'], ['meetings.ref'], name=op.f('fk_walk_ins_meeting_ref')),
        sa.ForeignKeyConstraint(['recorded_by_id'], ['people.id'], name=op.f('fk_walk_ins_recorded_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_walk_ins')),
        sa.UniqueConstraint('meeting_ref', 'folded', name=op.f('uq_walk_ins_meeting_ref_folded')),
    )
