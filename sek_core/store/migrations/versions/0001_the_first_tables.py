"""The first tables."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, Json, UtcDateTime

revision = '0001'
down_revision = None


def upgrade() -> None:
    """Upgrade to this revision."""
    op.create_table('conversations',
    sa.Column('party', sa.String(length=24), nullable=False),
    sa.Column('question', Json, nullable=True),
    sa.Column('helps', Json, nullable=False),
    sa.PrimaryKeyConstraint('party', name=op.f('pk_conversations'))
    )
    op.create_table('counters',
    sa.Column('letter', sa.String(length=1), nullable=False),
    sa.Column('value', BigId, nullable=False),
    sa.PrimaryKeyConstraint('letter', name=op.f('pk_counters'))
    )
    op.create_table('facts',
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_facts'))
    )
    op.create_table('inbox',
    sa.Column('id', BigId, nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('provider_id', sa.String(), nullable=False),
    sa.Column('lane', sa.String(), nullable=False),
    sa.Column('sender', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('payload', Json, nullable=False),
    sa.Column('sent_at', UtcDateTime(), nullable=True),
    sa.Column('received_at', UtcDateTime(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('handled_at', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox')),
    sa.UniqueConstraint('channel', 'kind', 'provider_id', name=op.f('uq_inbox_channel_kind_provider_id'))
    )
    with op.batch_alter_table('inbox', schema=None) as batch_op:
        batch_op.create_index('ix_inbox_failed', ['id'], unique=False, sqlite_where=sa.text("status = 'failed'"), postgresql_where=sa.text("status = 'failed'"))
        batch_op.create_index('ix_inbox_new', ['lane', 'id'], unique=False, sqlite_where=sa.text("status = 'new'"), postgresql_where=sa.text("status = 'new'"))
        batch_op.create_index('ix_inbox_new_id', ['id'], unique=False, sqlite_where=sa.text("status = 'new'"), postgresql_where=sa.text("status = 'new'"))
        batch_op.create_index('ix_inbox_sender', ['channel', 'sender', 'id'], unique=False)
        batch_op.create_index('ix_inbox_unmatched', ['about'], unique=False, sqlite_where=sa.text("status = 'unmatched'"), postgresql_where=sa.text("status = 'unmatched'"))

    op.create_table('people',
    sa.Column('id', BigId, nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('organisation', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('chosen_language', sa.String(length=8), nullable=True),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people'))
    )
    op.create_table('addresses',
    sa.Column('id', BigId, nullable=False),
    sa.Column('person_id', BigId, nullable=True),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.Column('opted_out_at', UtcDateTime(), nullable=True),
    sa.Column('dead_since', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_addresses_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_addresses')),
    sa.UniqueConstraint('channel', 'value', name=op.f('uq_addresses_channel_value'))
    )
    with op.batch_alter_table('addresses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_addresses_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_addresses_trouble', ['id'], unique=False, sqlite_where=sa.text('opted_out_at is not null or dead_since is not null'), postgresql_where=sa.text('opted_out_at is not null or dead_since is not null'))

    op.create_table('deliveries',
    sa.Column('id', BigId, nullable=False),
    sa.Column('person_id', BigId, nullable=True),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('about', sa.String(length=16), nullable=False),
    sa.Column('step', sa.Integer(), nullable=True),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('segments', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('due_at', UtcDateTime(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('changed_at', UtcDateTime(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('repeated', sa.Boolean(), nullable=False),
    sa.Column('provider_id', sa.String(), nullable=True),
    sa.Column('cost', sa.Numeric(precision=12, scale=4), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('origin_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['origin_id'], ['deliveries.id'], name=op.f('fk_deliveries_origin_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_deliveries_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliveries'))
    )
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.create_index('ix_deliveries_about', ['about', 'id'], unique=False)
        batch_op.create_index('ix_deliveries_lane', ['channel', 'address'], unique=False, sqlite_where=sa.text("status in ('queued', 'sending')"), postgresql_where=sa.text("status in ('queued', 'sending')"))
        batch_op.create_index('ix_deliveries_origin', ['origin_id'], unique=False, sqlite_where=sa.text('origin_id is not null'), postgresql_where=sa.text('origin_id is not null'))
        batch_op.create_index('ix_deliveries_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_deliveries_provider', ['channel', 'provider_id'], unique=False)
        batch_op.create_index('ix_deliveries_queued', ['priority', 'id'], unique=False, sqlite_where=sa.text("status = 'queued'"), postgresql_where=sa.text("status = 'queued'"))
        batch_op.create_index('ix_deliveries_watched', ['due_at'], unique=False, sqlite_where=sa.text("status in ('sending', 'unknown')"), postgresql_where=sa.text("status in ('sending', 'unknown')"))

    op.create_table('history',
    sa.Column('id', BigId, nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('about', sa.String(length=16), nullable=False),
    sa.Column('what', sa.String(length=32), nullable=False),
    sa.Column('person_id', BigId, nullable=True),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_history_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_history'))
    )
    with op.batch_alter_table('history', schema=None) as batch_op:
        batch_op.create_index('ix_history_about', ['about', 'id'], unique=False)

    op.create_table('incidents',
    sa.Column('ref', sa.String(length=16), nullable=False),
    sa.Column('hazard', sa.String(length=64), nullable=False),
    sa.Column('counties', Json, nullable=False),
    sa.Column('place', sa.String(), nullable=True),
    sa.Column('ward_code', sa.String(length=8), nullable=True),
    sa.Column('severity', sa.String(length=16), nullable=True),
    sa.Column('affected', Json, nullable=False),
    sa.Column('sensitive', sa.Boolean(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('reporter_id', BigId, nullable=False),
    sa.Column('reported_at', UtcDateTime(), nullable=False),
    sa.Column('held_until', UtcDateTime(), nullable=True),
    sa.Column('opened_at', UtcDateTime(), nullable=True),
    sa.Column('taken_by_id', BigId, nullable=True),
    sa.Column('taken_at', UtcDateTime(), nullable=True),
    sa.Column('closed_by_id', BigId, nullable=True),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.Column('route', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['closed_by_id'], ['people.id'], name=op.f('fk_incidents_closed_by_id')),
    sa.ForeignKeyConstraint(['reporter_id'], ['people.id'], name=op.f('fk_incidents_reporter_id')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['people.id'], name=op.f('fk_incidents_taken_by_id')),
    sa.PrimaryKeyConstraint('ref', name=op.f('pk_incidents'))
    )
    with op.batch_alter_table('incidents', schema=None) as batch_op:
        batch_op.create_index('ix_incidents_held', ['held_until'], unique=False, sqlite_where=sa.text("status = 'held'"), postgresql_where=sa.text("status = 'held'"))
        batch_op.create_index('ix_incidents_live', ['opened_at'], unique=False, sqlite_where=sa.text("status in ('open', 'taken')"), postgresql_where=sa.text("status in ('open', 'taken')"))

    op.create_table('kept',
    sa.Column('ref', sa.String(length=16), nullable=False),
    sa.Column('inbox_id', BigId, nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('sender', sa.String(), nullable=False),
    sa.Column('person_id', BigId, nullable=True),
    sa.Column('reason', sa.String(length=32), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['inbox_id'], ['inbox.id'], name=op.f('fk_kept_inbox_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_kept_person_id')),
    sa.PrimaryKeyConstraint('ref', name=op.f('pk_kept'))
    )
    op.create_table('roles',
    sa.Column('id', BigId, nullable=False),
    sa.Column('person_id', BigId, nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('county', sa.String(), nullable=True),
    sa.Column('sectors', Json, nullable=False),
    sa.Column('groups', Json, nullable=False),
    sa.Column('active_from', sa.Date(), nullable=True),
    sa.Column('active_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_roles_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roles'))
    )
    with op.batch_alter_table('roles', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roles_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_roles_role_county', ['role', 'county'], unique=False)

    op.create_table('recipients',
    sa.Column('incident_ref', sa.String(length=16), nullable=False),
    sa.Column('person_id', BigId, nullable=False),
    sa.Column('audience', sa.String(length=20), nullable=True),
    sa.Column('step', sa.Integer(), nullable=True),
    sa.Column('acts', sa.Boolean(), nullable=False),
    sa.Column('told_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['incident_ref'], ['incidents.ref'], name=op.f('fk_recipients_incident_ref')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_recipients_person_id')),
    sa.PrimaryKeyConstraint('incident_ref', 'person_id', name=op.f('pk_recipients'))
    )
    with op.batch_alter_table('recipients', schema=None) as batch_op:
        batch_op.create_index('ix_recipients_person', ['person_id', 'incident_ref'], unique=False)

    op.create_table('reports',
    sa.Column('id', BigId, nullable=False),
    sa.Column('incident_ref', sa.String(length=16), nullable=False),
    sa.Column('person_id', BigId, nullable=False),
    sa.Column('inbox_id', BigId, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['inbox_id'], ['inbox.id'], name=op.f('fk_reports_inbox_id')),
    sa.ForeignKeyConstraint(['incident_ref'], ['incidents.ref'], name=op.f('fk_reports_incident_ref')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_reports_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reports'))
    )
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reports_incident_ref'), ['incident_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_reports_person_id'), ['person_id'], unique=False)

    op.create_table('tracks',
    sa.Column('incident_ref', sa.String(length=16), nullable=False),
    sa.Column('audience', sa.String(length=20), nullable=False),
    sa.Column('county', sa.String(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('acknowledge', sa.Boolean(), nullable=False),
    sa.Column('due_at', UtcDateTime(), nullable=True),
    sa.Column('acknowledged_by_id', BigId, nullable=True),
    sa.Column('acknowledged_at', UtcDateTime(), nullable=True),
    sa.Column('gaps', Json, nullable=False),
    sa.ForeignKeyConstraint(['acknowledged_by_id'], ['people.id'], name=op.f('fk_tracks_acknowledged_by_id')),
    sa.ForeignKeyConstraint(['incident_ref'], ['incidents.ref'], name=op.f('fk_tracks_incident_ref')),
    sa.PrimaryKeyConstraint('incident_ref', 'audience', 'county', name=op.f('pk_tracks'))
    )
    with op.batch_alter_table('tracks', schema=None) as batch_op:
        batch_op.create_index('ix_tracks_due', ['due_at'], unique=False, sqlite_where=sa.text('due_at is not null'), postgresql_where=sa.text('due_at is not null'))

    op.execute("INSERT INTO counters (letter, value) VALUES ('S', 0), ('U', 0)")
