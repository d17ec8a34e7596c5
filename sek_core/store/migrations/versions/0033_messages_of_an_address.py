"""An index for the newest messages to an address."""

from alembic import op

revision = '0033'
down_revision = '0032'


def upgrade() -> None:
    """Upgrade: an index alone, which the previous version need not know."""
    op.create_index('ix_deliveries_address', 'deliveries', ['address', 'id'])
