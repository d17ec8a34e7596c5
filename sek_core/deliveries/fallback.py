"""Fallback: send a message to the person's next address if this one cannot be reached."""

from sqlalchemy import insert, or_, select

from sek_core.deliveries import bundles, group_chats
from sek_core.deliveries.transitions import change_status
from sek_core.messages.content import content_from_json
from sek_core.roster.snapshot import Address
from sek_core.store import people as tables
from sek_core.store.deliveries import Delivery
from sek_core.store.states import DeliveryStatus
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


def fall_back_to_next_address(work: UnitOfWork, delivery: Delivery) -> bool:
    """Send the same message to the person's next address; return False if there is none."""
    if delivery.person_id is None or (delivery.wire or {}).get("only_toast"):
        return False
    person = work.people.get(delivery.person_id)
    if delivery.kind != "answer" and not work.people.roles(person):
        return False  # no longer on the roster
    left = addresses_left(work, delivery)
    if not left:
        work.audit_log.add(delivery.about, Event.UNDELIVERABLE, person.id, delivery.address, delivery.kind)
        work.core.undeliverable(work, delivery)
        return False
    origin = delivery.origin_id or delivery.id
    content = delivery.content
    is_bundle, anew = bundles.worded_anew(work, delivery)
    if is_bundle:
        if anew is None:
            return True  # nothing of it is wanted any more
        content, _ = work.outbox.word(anew, person, left[0].channel)
    render = work.core.channels.renderer(left[0].channel)
    rendered = render(content_from_json(content))
    work.session.execute(
        insert(Delivery).values(
            person_id=delivery.person_id,
            channel=left[0].channel,
            address=left[0].value,
            kind=delivery.kind,
            about=delivery.about,
            step=delivery.step,
            priority=delivery.priority,
            content=content,
            text=rendered.text,
            wire=rendered.wire,
            segments=rendered.segments,
            status=DeliveryStatus.QUEUED,
            due_at=work.real_now,
            created_at=work.now,
            changed_at=work.real_now,
            attempts=0,
            repeated=False,
            origin_id=origin,
            while_open=delivery.while_open,
            secret=delivery.secret,
            erase=delivery.erase,
            county=delivery.county,
        )
    )
    return True


def addresses_left(work: UnitOfWork, delivery: Delivery) -> list[Address]:
    """Return the person's addresses that have not been tried for this message, best first."""
    if delivery.person_id is None:
        return []
    origin = delivery.origin_id or delivery.id
    tried = work.session.execute(
        select(Delivery.channel, Delivery.address).where(
            or_(Delivery.id == origin, Delivery.origin_id == origin)
        )
    )
    used = {(channel, address) for channel, address in tried}
    person = work.people.get(delivery.person_id)
    return [a for a in work.people.reachable_at(person) if (a.channel, a.value) not in used]


def drop_for(work: UnitOfWork, channel: str, address: str) -> None:
    """Skip the waiting messages of an address that sent STOP, and send them to the next address.

    Answers to earlier requests still leave.
    """
    work.flush()
    waiting = work.session.scalars(
        select(Delivery)
        .where(
            Delivery.channel == channel,
            Delivery.address == address,
            Delivery.status.in_((DeliveryStatus.QUEUED, DeliveryStatus.UNKNOWN)),
            Delivery.kind != "answer",
        )
        .execution_options(populate_existing=True)
    ).all()
    for delivery in waiting:
        if change_status(
            work,
            delivery.id,
            (DeliveryStatus.QUEUED, DeliveryStatus.UNKNOWN),
            status=DeliveryStatus.SKIPPED,
            error="opted out",
        ):
            fall_back_to_next_address(work, delivery)


def mark_dead(work: UnitOfWork, delivery: Delivery, *, public: bool = False) -> None:
    """Record that nothing reaches the address of this delivery. `public`: strangers read it."""
    if public:
        group_chats.stop_public_group(work, delivery.channel, delivery.address)
        return
    if group_chats.record_group_left(work, delivery.channel, delivery.address):
        return
    address_id = work.session.scalar(
        select(tables.AddressRow.id).where(
            tables.AddressRow.channel == delivery.channel, tables.AddressRow.value == delivery.address
        )
    )
    if address_id is not None:
        work.people.mark_dead(address_id)
