"""Indexes, so that no look-up grows with the rows that are over."""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'

PLACE = sa.text("coalesce(lower(place), '')")
LIVE = "status in ('held', 'open', 'taken')"

INDEXES: dict[str, tuple[str, list[str | sa.TextClause], str | None]] = {
    'ix_incidents_event_place': ('incidents', ['county', 'hazard', PLACE, 'reported_at'], LIVE),
    'ix_incidents_reporter': ('incidents', ['reporter_id'], LIVE),
    'ix_incidents_holder': ('incidents', ['taken_by_id', 'opened_at'], "status = 'taken'"),
    'ix_incidents_same': ('incidents', ['same_as'], 'same_as is not null'),
    'ix_incidents_reported': ('incidents', ['reported_at', 'ref'], None),
    'ix_reports_person_created': ('reports', ['person_id', 'created_at'], None),
    'ix_promises_late': ('promises', ['person_id', 'due_at'], "status = 'late'"),
    'ix_offers_changed': ('offers', ['changed_at'], None),
    'ix_tasks_county': ('tasks', ['county', 'due_on'], None),
    'ix_conversations_open': ('conversations', ['party'], 'question is not null'),
    'ix_files_inbox': ('files', ['inbox_id'], None),
    'ix_kept_person': ('kept', ['person_id', 'inbox_id'], "status = 'open'"),
    'ix_kept_replied': ('kept', ['person_id', 'settled_at'], "status = 'replied'"),
}
"""For each index its table, its columns, and the condition of its rows."""


def upgrade() -> None:
    """Upgrade: indexes alone, which the previous version need not know."""
    for name, (table, columns, condition) in INDEXES.items():
        some = sa.text(condition) if condition else None
        op.create_index(name, table, columns, sqlite_where=some, postgresql_where=some)
    op.create_index(
        'ix_promises_said',
        'promises',
        ['due_at'],
        sqlite_where=sa.text('said = 1'),
        postgresql_where=sa.text('said'),
    )
