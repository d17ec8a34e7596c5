"""Matching of delivery reports with their messages."""

from sqlalchemy import and_, or_, select

from sek_core.deliveries.fallback import fall_back_to_next_address
from sek_core.deliveries.transitions import change_status
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.states import DeliveryStatus
from sek_core.work.unit_of_work import UnitOfWork


def find_reference_of_message(work: UnitOfWork, channel: str, chat: str, message: int) -> str:
    """Return the reference that one of the program's messages was about, by its number in its chat; or
    empty.
    """
    query = select(Delivery.about).where(
        Delivery.channel == channel, Delivery.provider_id == f"{chat}:{message}"
    )
    return work.session.scalar(query.order_by(Delivery.id.desc()).limit(1)) or ""


def apply_report(work: UnitOfWork, row: InboxRow) -> bool:
    """Match a delivery report (`row.text`: accepted, delivered, failed) with its delivery.

    Return False if its message is not known, perhaps not yet. The report is kept. It is matched again when an
    outcome with its id comes, or when a message to its number becomes unknown.
    """
    delivery = _with_id(work, row)
    if delivery is None:
        in_doubt = _unknown_to(work, row)
        # Look again: another worker may have recorded the outcome between the two look-ups.
        delivery = _with_id(work, row)
        if delivery is None and in_doubt is not None:
            change_status(work, in_doubt.id, (in_doubt.status,), provider_id=row.about)
            delivery = in_doubt
        if delivery is None:
            return False
    if row.text == "delivered":
        waiting = (DeliveryStatus.QUEUED,) if delivery.repeated else ()
        change_status(
            work,
            delivery.id,
            (DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN, DeliveryStatus.ACCEPTED, *waiting),
            status=DeliveryStatus.DELIVERED,
            error=None,
        )
    elif row.text == "failed":
        reason = row.payload.get("failureReason") or row.payload.get("status") or "not delivered"
        if change_status(
            work,
            delivery.id,
            (DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN, DeliveryStatus.ACCEPTED),
            status=DeliveryStatus.FAILED,
            error=str(reason),
        ):
            fall_back_to_next_address(work, delivery)
    elif row.text == "accepted":
        change_status(
            work, delivery.id, (DeliveryStatus.UNKNOWN,), status=DeliveryStatus.ACCEPTED, error=None
        )
    return True


def _with_id(work: UnitOfWork, row: InboxRow) -> Delivery | None:
    """Return the delivery with the id that a delivery report names."""
    return work.session.scalar(
        select(Delivery)
        .where(Delivery.channel == row.channel, Delivery.provider_id == row.about)
        .execution_options(populate_existing=True)
    )


_TAKEN_BACK = and_(
    Delivery.status == DeliveryStatus.SKIPPED, Delivery.attempts > 0, Delivery.provider_id.is_(None)
)
"""Skipped after an attempt: it may have left."""


def _unknown_to(work: UnitOfWork, row: InboxRow) -> Delivery | None:
    """Return the only delivery to this number whose fate is in doubt: the report must mean it.

    A repeated delivery is in doubt even if the repetition has an id by now: the report may be on the first
    copy. So is one that STOP withdrew while its fate was unknown. Return None while another message is being
    sent to the number, because the report may have come before that message's answer. A delivery made after
    the report came never matches.
    """
    if not row.sender:
        return None
    to_number = select(Delivery).where(Delivery.channel == row.channel, Delivery.address == row.sender)
    if work.session.scalar(to_number.where(Delivery.status == DeliveryStatus.SENDING).limit(1)) is not None:
        return None
    in_doubt = work.session.scalars(
        to_number.where(
            Delivery.created_at <= row.received_at,
            or_(
                and_(Delivery.status == DeliveryStatus.UNKNOWN, Delivery.provider_id.is_(None)),
                and_(
                    or_(Delivery.repeated, _TAKEN_BACK),
                    Delivery.created_at > row.received_at - work.configuration.mechanism.give_up_sending,
                ),
            ),
        )
        .limit(2)
        .execution_options(populate_existing=True)
    ).all()
    if len(in_doubt) != 1:
        return None
    meant = in_doubt[0]
    return (
        meant
        if meant.status in (DeliveryStatus.UNKNOWN, DeliveryStatus.QUEUED) and meant.provider_id is None
        else None
    )
