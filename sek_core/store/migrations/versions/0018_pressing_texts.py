"""Pressing texts, which go first when many wait."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'


def upgrade() -> None:
    """Upgrade: a column that processes of the previous version need not fill; their texts go by age."""
    op.add_column('inbox', sa.Column('pressing', sa.Boolean(), nullable=False, server_default=sa.false()))
    on_sqlite = sa.text("status = 'new' and pressing = 1")
    on_postgresql = sa.text("status = 'new' and pressing")
    for name, columns in (('ix_inbox_pressing', ['lane', 'id']), ('ix_inbox_pressing_id', ['id'])):
        op.create_index(name, 'inbox', columns, sqlite_where=on_sqlite, postgresql_where=on_postgresql)
