"""Which further reporters of an incident asked not to be named."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import Json

revision = '0028'
down_revision = '0027'


def upgrade() -> None:
    """Upgrade: a new column that the previous version need not fill."""
    op.add_column('incidents', sa.Column('hidden_ids', Json, nullable=True))
