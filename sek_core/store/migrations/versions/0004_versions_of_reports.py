"""Versions of a report."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    """Upgrade to this revision."""
    op.add_column('reports', sa.Column('kind', sa.String(length=16), server_default='report', nullable=False))
