"""Former names and numbers of people, messages whose words go later, and when a person left the roster.

History lets one more change through: a stretch of its words becomes `(erased)`, the rest stays as it is.
"""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, UtcDateTime
from sek_core.store.erasure import ADDRESS, WORDS

revision = '0027'
down_revision = '0026'

ONLY = "history is append only"


def upgrade() -> None:
    """Upgrade: a table, columns that the previous version need not fill, and triggers."""
    op.create_table(
        'former_contacts',
        sa.Column('id', BigId, nullable=False),
        sa.Column('person_id', BigId, nullable=False),
        sa.Column('what', sa.String(length=16), nullable=False),
        sa.Column('value', sa.String(), nullable=False),
        sa.Column('ended_at', UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_former_contacts_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_former_contacts')),
    )
    op.create_index(op.f('ix_former_contacts_person_id'), 'former_contacts', ['person_id'])
    op.add_column('people', sa.Column('left_at', UtcDateTime(timezone=True), nullable=True))
    op.add_column('deliveries', sa.Column('erase', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        'ix_deliveries_erase', 'deliveries', ['id'],
        sqlite_where=sa.text('erase = 1'), postgresql_where=sa.text('erase'),
    )  # fmt: skip
    if op.get_bind().dialect.name == 'sqlite':
        _guard_sqlite()
    else:
        _guard_postgresql()


def _one_stretch(place: str) -> str:
    """Return the condition that the new words are the old ones with the first mark in place of a stretch."""
    length = len(WORDS)
    before, after = f"{place} - 1", f"length(NEW.detail) - {place} - {length - 1}"
    return f"""
        {place} > 0
        AND substr(NEW.detail, 1, {before}) = substr(OLD.detail, 1, {before})
        AND length(OLD.detail) > {before} + {after}
        AND substr(NEW.detail, {place} + {length}) = substr(OLD.detail, length(OLD.detail) - ({after}) + 1)"""


def _guard_sqlite() -> None:
    op.execute('DROP TRIGGER history_keeps_words')
    stretch = _one_stretch(f"instr(NEW.detail, '{WORDS}')")
    op.execute(f"""
        CREATE TRIGGER history_keeps_words BEFORE UPDATE ON history
        WHEN NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at OR NEW.about IS NOT OLD.about
          OR NEW.what IS NOT OLD.what OR NEW.person_id IS NOT OLD.person_id
          OR NEW.address NOT IN (OLD.address, '{ADDRESS}')
          OR (NEW.detail NOT IN (OLD.detail, '{WORDS}') AND NOT ({stretch}))
        BEGIN SELECT RAISE(ABORT, '{ONLY}'); END""")


def _guard_postgresql() -> None:
    stretch = _one_stretch(f"strpos(NEW.detail, '{WORDS}')")
    op.execute(f"""
        CREATE OR REPLACE FUNCTION history_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF to_jsonb(NEW) - 'address' - 'detail' = to_jsonb(OLD) - 'address' - 'detail'
                   AND NEW.address IN (OLD.address, '{ADDRESS}')
                   AND (NEW.detail IN (OLD.detail, '{WORDS}') OR ({stretch})) THEN
                    RETURN NEW;
                END IF;
            END IF;
            RAISE EXCEPTION '{ONLY}' USING ERRCODE = 'restrict_violation';
        END $$""")
