"""Index of texts that a gateway's list brought without a callback, so that a late callback finds them at
once.
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'


def upgrade() -> None:
    """Upgrade: only an index, over very few rows."""
    listed = sa.text("kind = 'text' and about = provider_id")
    op.create_index('ix_inbox_listed', 'inbox', ['sender'], sqlite_where=listed, postgresql_where=listed)
