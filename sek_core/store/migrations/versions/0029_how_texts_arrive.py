"""How texts arrive: echoes of machines, answers that are changed later, forwarded words, albums, topics."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import Json, UtcDateTime

revision = '0029'
down_revision = '0028'


def upgrade() -> None:
    """Upgrade: new columns that the previous version need not fill, and an index of few rows."""
    op.add_column('conversations', sa.Column('echo', Json, nullable=True))
    op.add_column('inbox', sa.Column('read_as', Json, nullable=True))
    op.add_column('incidents', sa.Column('forwarded', sa.String(length=80), nullable=True))
    op.add_column('groups', sa.Column('topic', sa.BigInteger(), nullable=True))
    op.add_column('files', sa.Column('album', sa.String(length=64), nullable=True))
    op.add_column('files', sa.Column('ask_at', UtcDateTime(timezone=True), nullable=True))
    some = sa.text('ask_at is not null')
    op.create_index('ix_files_ask', 'files', ['ask_at'], sqlite_where=some, postgresql_where=some)
