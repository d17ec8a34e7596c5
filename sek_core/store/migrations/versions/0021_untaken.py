"""When people are asked again to take an incident that no one has taken, and how often they were."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import UtcDateTime

revision = '0021'
down_revision = '0020'


def upgrade() -> None:
    """Upgrade: new columns. Extreme incidents whose last step has passed are asked about from now on."""
    op.add_column('incidents', sa.Column('again_at', UtcDateTime(timezone=True), nullable=True))
    op.add_column('incidents', sa.Column('again', sa.Integer(), server_default='0', nullable=False))
    some = sa.text('again_at is not null')
    op.create_index('ix_incidents_again', 'incidents', ['again_at'], sqlite_where=some, postgresql_where=some)
    op.execute(
        "update incidents set again_at = opened_at where status = 'open' and severity = 'extreme'"
        " and exists (select 1 from tracks where tracks.incident_ref = incidents.ref and tracks.acknowledge)"
        " and not exists (select 1 from tracks where tracks.incident_ref = incidents.ref and due_at is not null)"
    )
