"""Indexes for look-ups by the text that came, by former contacts, and by what was said just before."""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'

LIVE = "status in ('held', 'open', 'taken')"

INDEXES: dict[str, tuple[str, list[str], str | None]] = {
    'ix_reports_inbox': ('reports', ['inbox_id'], None),
    'ix_minutes_person': ('minutes', ['person_id', 'created_at'], None),
    'ix_meetings_convener': ('meetings', ['convener_id'], None),
    'ix_former_contacts_value': ('former_contacts', ['what', 'value'], None),
    'ix_incidents_caller': ('incidents', ['caller'], LIVE),
    'ix_kept_waiting': ('kept', ['reason', 'created_at'], "status = 'open'"),
    'ix_deliveries_told': ('deliveries', ['created_at'], "kind in ('alert', 'nudge')"),
}
"""For each index its table, its columns, and the condition of its rows."""


def upgrade() -> None:
    """Upgrade: indexes alone, which the previous version need not know."""
    for name, (table, columns, condition) in INDEXES.items():
        some = sa.text(condition) if condition else None
        op.create_index(name, table, columns, sqlite_where=some, postgresql_where=some)
