"""Outcome of a kept text; blocked senders; an append-only history."""

import sqlalchemy as sa
from alembic import op

from sek_core.store.base import BigId, Json, UtcDateTime
from sek_core.store.erasure import ADDRESS, WORDS

revision = '0009'
down_revision = '0008'

ONLY = "history is append only"


def upgrade() -> None:
    """Upgrade: only new columns that the previous version need not fill, indexes, and triggers."""
    with op.batch_alter_table('kept', schema=None) as batch_op:
        batch_op.add_column(sa.Column('counties', Json, nullable=True))
        batch_op.add_column(sa.Column('settled_by_id', BigId, nullable=True))
        batch_op.add_column(sa.Column('settled_at', UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('became', sa.String(length=16), nullable=True))
        batch_op.create_foreign_key(op.f('fk_kept_settled_by_id'), 'people', ['settled_by_id'], ['id'])
    open_ = sa.text("status = 'open'")
    op.create_index('ix_kept_open', 'kept', ['created_at'], sqlite_where=open_, postgresql_where=open_)
    op.create_index('ix_kept_sender', 'kept', ['channel', 'sender'])
    op.create_index('ix_kept_inbox', 'kept', ['inbox_id'])
    became = sa.text("became is not null")
    op.create_index('ix_kept_became', 'kept', ['became'], sqlite_where=became, postgresql_where=became)
    op.add_column('addresses', sa.Column('blocked_at', UtcDateTime(), nullable=True))
    trouble = sa.text("opted_out_at is not null or dead_since is not null or blocked_at is not null")
    op.drop_index('ix_addresses_trouble', 'addresses')
    op.create_index('ix_addresses_trouble', 'addresses', ['id'], sqlite_where=trouble, postgresql_where=trouble)
    if op.get_bind().dialect.name == 'sqlite':
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    # A later migration that rebuilds the table (batch_alter_table) drops these triggers: it must recreate
    # them.
    op.execute(f"""
        CREATE TRIGGER history_keeps_rows BEFORE DELETE ON history
        BEGIN SELECT RAISE(ABORT, '{ONLY}'); END""")
    op.execute(f"""
        CREATE TRIGGER history_keeps_words BEFORE UPDATE ON history
        WHEN NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at OR NEW.about IS NOT OLD.about
          OR NEW.what IS NOT OLD.what OR NEW.person_id IS NOT OLD.person_id
          OR NEW.address NOT IN (OLD.address, '{ADDRESS}') OR NEW.detail NOT IN (OLD.detail, '{WORDS}')
        BEGIN SELECT RAISE(ABORT, '{ONLY}'); END""")
    # INSERT OR REPLACE removes a row without firing a trigger on DELETE.
    op.execute(f"""
        CREATE TRIGGER history_replaces_nothing BEFORE INSERT ON history
        WHEN EXISTS (SELECT 1 FROM history WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{ONLY}'); END""")


def _guard_postgresql() -> None:
    op.execute(f"""
        CREATE FUNCTION history_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF to_jsonb(NEW) - 'address' - 'detail' = to_jsonb(OLD) - 'address' - 'detail'
                   AND NEW.address IN (OLD.address, '{ADDRESS}') AND NEW.detail IN (OLD.detail, '{WORDS}') THEN
                    RETURN NEW;
                END IF;
            END IF;
            RAISE EXCEPTION '{ONLY}' USING ERRCODE = 'restrict_violation';
        END $$""")
    op.execute("""
        CREATE TRIGGER history_keeps_rows BEFORE UPDATE OR DELETE ON history
        FOR EACH ROW EXECUTE FUNCTION history_only_grows()""")
    op.execute("""
        CREATE TRIGGER history_keeps_all BEFORE TRUNCATE ON history
        FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows()""")
