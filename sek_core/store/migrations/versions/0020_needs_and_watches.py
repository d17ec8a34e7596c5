"""What is needed most; how a shock goes on, and what people were asked about it when."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, Json, UtcDateTime

revision = '0020'
down_revision = '0019'


def upgrade() -> None:
    """Upgrade: new columns and a table. Shocks that are open already are asked about from now on."""
    op.add_column('incidents', sa.Column('needs', Json, nullable=True))
    op.add_column('incidents', sa.Column('watch_at', UtcDateTime(timezone=True), nullable=True))
    op.add_column('incidents', sa.Column('watched_at', UtcDateTime(timezone=True), nullable=True))
    live = sa.text("status in ('open', 'taken')")
    op.create_index('ix_incidents_watch', 'incidents', ['watch_at'], sqlite_where=live, postgresql_where=live)
    op.execute("update incidents set watch_at = opened_at where status in ('open', 'taken') and kind = 'shock'")
    op.create_table(
        'asked',
        sa.Column('person_id', BigId, nullable=False),
        sa.Column('budget', sa.String(length=16), nullable=False),
        sa.Column('slot', sa.String(length=10), nullable=False),
        sa.Column('kind', sa.String(length=16), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('at', UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_asked_person_id')),
        sa.PrimaryKeyConstraint('person_id', 'budget', 'slot', name=op.f('pk_asked')),
    )
