"""Alerts that leave together in one message."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId

revision = '0031'
down_revision = '0030'


def upgrade() -> None:
    """Upgrade: a new column that the previous version need not fill, and two indexes."""
    with op.batch_alter_table('deliveries') as table:
        table.add_column(sa.Column('bundle_id', BigId, nullable=True))
        table.create_foreign_key(op.f('fk_deliveries_bundle_id'), 'deliveries', ['bundle_id'], ['id'])
    _index('ix_deliveries_alerts', ['channel', 'address', 'created_at'], "kind = 'alert'")
    _index('ix_deliveries_bundle', ['bundle_id'], 'bundle_id is not null')


def _index(name: str, columns: list[str], condition: str) -> None:
    some = sa.text(condition)
    op.create_index(name, 'deliveries', columns, sqlite_where=some, postgresql_where=some)
