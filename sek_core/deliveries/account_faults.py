"""Channels that refuse the program's account: no balance, a wrong key, a wrong sender id.

The provider's last word decides. The messages themselves cannot tell: an alert that goes by another channel
leaves nothing queued behind, and the account is as empty as before.
"""

from collections.abc import Mapping

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from sek_core.messages.channel import Accepted, Outcome, Refused
from sek_core.store.deliveries import Delivery
from sek_core.store.upsert import insert_missing
from sek_core.store.watch import Refusal
from sek_core.work.unit_of_work import UnitOfWork


def load_refusals(session: Session) -> dict[str, Refusal]:
    """Return the refusals in force, by channel."""
    return {refusal.channel: refusal for refusal in session.scalars(select(Refusal))}


def record_account_faults(work: UnitOfWork, outcomes: Mapping[int, Outcome]) -> None:
    """Record what these outcomes of deliveries say about the program's accounts. While all is well it costs
    one look at an empty table.

    Call it last in its transaction: all workers share its rows.
    """
    ours = {i: each.reason for i, each in outcomes.items() if isinstance(each, Refused) and each.ours}
    taken = [i for i, each in outcomes.items() if isinstance(each, Accepted)]
    standing = load_refusals(work.session) if ours or taken else {}
    if not ours and not standing:
        return
    channels = _channels(work.session, [*ours, *taken])
    refusing = {channels[i]: reason for i, reason in ours.items()}
    # If one round brought both, their order is unknown: the next round will tell.
    opened = {channels[i] for i in taken} & standing.keys() - refusing.keys()
    if opened:
        gone = delete(Refusal).where(Refusal.channel.in_(opened))
        work.session.execute(gone.execution_options(synchronize_session=False))
    for channel, reason in refusing.items():
        if channel not in standing:
            row = {"channel": channel, "since": work.now, "reason": reason}
            insert_missing(work.session, Refusal, [row])
        elif standing[channel].reason != reason:
            changed = update(Refusal).where(Refusal.channel == channel).values(reason=reason)
            work.session.execute(changed.execution_options(synchronize_session=False))


def _channels(session: Session, delivery_ids: list[int]) -> dict[int, str]:
    rows = session.execute(select(Delivery.id, Delivery.channel).where(Delivery.id.in_(delivery_ids)))
    return {row.id: row.channel for row in rows}
