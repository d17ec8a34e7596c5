"""Tables of the sessions of the pages, and of the links and codes by which people sign in; an index for lists."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, UtcDateTime

revision = '0035'
down_revision = '0034'


def upgrade() -> None:
    """Upgrade: new tables and an index alone, which the previous version need not know."""
    op.create_table(
        'sign_ins',
        sa.Column('id', BigId, nullable=False),
        sa.Column('kind', sa.String(8), nullable=False),
        sa.Column('person_id', BigId, nullable=True),
        sa.Column('email', sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column('seal', sa.String(96), nullable=False),
        sa.Column('browser', sa.String(64), server_default=sa.text("''"), nullable=False),
        sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('until', UtcDateTime(timezone=True), nullable=False),
        sa.Column('used_at', UtcDateTime(timezone=True), nullable=True),
        sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name='fk_sign_ins_person_id'),
        sa.PrimaryKeyConstraint('id', name='pk_sign_ins'),
    )
    op.create_index('ix_sign_ins_seal', 'sign_ins', ['seal'])
    op.create_index('ix_sign_ins_browser', 'sign_ins', ['browser', 'id'])
    op.create_index('ix_sign_ins_person', 'sign_ins', ['person_id', 'created_at'])
    op.create_index('ix_sign_ins_created', 'sign_ins', ['created_at'])
    op.create_table(
        'page_sessions',
        sa.Column('id', BigId, nullable=False),
        sa.Column('token', sa.String(64), nullable=False),
        sa.Column('person_id', BigId, nullable=True),
        sa.Column('email', sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column('device', sa.String(64), server_default=sa.text("''"), nullable=False),
        sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('seen_at', UtcDateTime(timezone=True), nullable=False),
        sa.Column('until', UtcDateTime(timezone=True), nullable=False),
        sa.Column('ended_at', UtcDateTime(timezone=True), nullable=True),
        sa.Column('sure_until', UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name='fk_page_sessions_person_id'),
        sa.PrimaryKeyConstraint('id', name='pk_page_sessions'),
    )
    op.create_index('ix_page_sessions_token', 'page_sessions', ['token'], unique=True)
    live = sa.text('ended_at is null')
    op.create_index(
        'ix_page_sessions_person', 'page_sessions', ['person_id'], sqlite_where=live, postgresql_where=live
    )
    waits = sa.text("status in ('held', 'open', 'taken')")
    op.create_index(
        'ix_incidents_board', 'incidents', ['reported_at', 'ref'], sqlite_where=waits, postgresql_where=waits
    )
    over = sa.text("status in ('closed', 'cancelled')")
    columns = ['kind', 'status', 'reported_at', 'ref']
    op.create_index('ix_incidents_over', 'incidents', columns, sqlite_where=over, postgresql_where=over)
    done = sa.text('done_at is not null')
    op.create_index('ix_tasks_done', 'tasks', ['done_at'], sqlite_where=done, postgresql_where=done)
    op.create_index('ix_incidents_county', 'incidents', ['county', 'reported_at', 'ref'])
