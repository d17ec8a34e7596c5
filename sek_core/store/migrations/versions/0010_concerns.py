"""Concerns: incidents of another kind, with references C1, C2, ..."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import Json

revision = '0010'
down_revision = '0009'


def upgrade() -> None:
    """Upgrade: only new columns that the previous version need not fill, and a counter."""
    op.add_column('incidents', sa.Column('kind', sa.String(length=16), nullable=False, server_default='shock'))
    op.add_column('incidents', sa.Column('sectors', Json, nullable=True))
    op.add_column(
        'incidents', sa.Column('subject', sa.String(length=40), nullable=False, server_default=sa.text("''"))
    )
    op.execute("INSERT INTO counters (letter, value) VALUES ('C', 0)")
