"""Channels with buttons, files, groups; the state of sending that all processes share."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, Json, UtcDateTime

revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    """Upgrade: only new tables, and new columns that the previous version need not fill."""
    op.add_column('inbox', sa.Column('parts', Json, nullable=True))
    op.add_column('conversations', sa.Column('turns', sa.Integer(), server_default='0', nullable=False))
    op.add_column('deliveries', sa.Column('wire', Json, nullable=True))
    op.add_column('addresses', sa.Column('linked_by', sa.String(), nullable=True))
    op.add_column('incidents', sa.Column('latitude', sa.Double(), nullable=True))
    op.add_column('incidents', sa.Column('longitude', sa.Double(), nullable=True))
    op.create_table('buckets',
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('full_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_buckets'))
    )
    op.create_table('leases',
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('holder', sa.String(length=64), nullable=False),
    sa.Column('until', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_leases'))
    )
    op.create_table('groups',
    sa.Column('id', BigId, nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('county', sa.String(), nullable=True),
    sa.Column('member', sa.Boolean(), nullable=False),
    sa.Column('added_by_id', BigId, nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['people.id'], name=op.f('fk_groups_added_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_groups')),
    sa.UniqueConstraint('channel', 'address', name=op.f('uq_groups_channel_address'))
    )
    op.create_table('files',
    sa.Column('id', BigId, nullable=False),
    sa.Column('inbox_id', BigId, nullable=False),
    sa.Column('incident_ref', sa.String(length=16), nullable=True),
    sa.Column('person_id', BigId, nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', BigId, nullable=True),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('due_at', UtcDateTime(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('path', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['inbox_id'], ['inbox.id'], name=op.f('fk_files_inbox_id')),
    sa.ForeignKeyConstraint(['incident_ref'], ['incidents.ref'], name=op.f('fk_files_incident_ref')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_files_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_files'))
    )
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.create_index('ix_files_due', ['due_at'], unique=False, sqlite_where=sa.text("status in ('wanted', 'fetching')"), postgresql_where=sa.text("status in ('wanted', 'fetching')"))
        batch_op.create_index('ix_files_incident', ['incident_ref'], unique=False, sqlite_where=sa.text('incident_ref is not null'), postgresql_where=sa.text('incident_ref is not null'))
        batch_op.create_index('ix_files_person', ['person_id', 'created_at'], unique=False)
        batch_op.create_index('ix_files_token', ['token'], unique=True)
    op.create_table('file_contents',
    sa.Column('file_id', BigId, nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['files.id'], name=op.f('fk_file_contents_file_id')),
    sa.PrimaryKeyConstraint('file_id', name=op.f('pk_file_contents'))
    )
