"""Follow-up until an incident is closed: when its holder is nudged; absences and covers."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, UtcDateTime

revision = '0008'
down_revision = '0007'

FIRST_NUDGE = timedelta(hours=8)
"""Time after the upgrade at which holders of older incidents are nudged, unless an update is noted before."""


def upgrade() -> None:
    """Upgrade. Few incidents are taken at any moment, so the update is small."""
    op.add_column('incidents', sa.Column('follow_up_at', UtcDateTime(), nullable=True))
    incidents = sa.table(
        'incidents', sa.column('status', sa.String()), sa.column('follow_up_at', UtcDateTime())
    )
    mine = incidents.update().where(incidents.c.status == 'taken')
    op.execute(mine.values(follow_up_at=datetime.now(UTC) + FIRST_NUDGE))
    taken = sa.text("status = 'taken'")
    op.create_index(
        'ix_incidents_follow_up', 'incidents', ['follow_up_at'], unique=False, sqlite_where=taken, postgresql_where=taken
    )
    op.create_table('absences',
    sa.Column('person_id', BigId, nullable=False),
    sa.Column('since', UtcDateTime(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('cover_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['cover_id'], ['people.id'], name=op.f('fk_absences_cover_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_absences_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_absences'))
    )
