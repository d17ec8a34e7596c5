"""Group chats: their counties, addresses and membership."""

from sqlalchemy import select, update

from sek_core.messages.plain_line import outsider
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.roster.roles import CLT, LEADS, Role
from sek_core.roster.snapshot import Person
from sek_core.store.deliveries import Delivery
from sek_core.store.groups import Group
from sek_core.store.statements import changed_one, insert_missing
from sek_core.store.states import DeliveryStatus
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


def record_group_joined(work: UnitOfWork, channel: str, address: str, title: str, by: Person | None) -> Group:
    """Record that the program was added to a group, perhaps again; return the group. Its county may still be
    unknown.
    """
    row = {
        "channel": channel,
        "address": address,
        "title": title,
        "county": None,
        "member": True,
        "added_by_id": by.id if by else None,
        "created_at": work.now,
    }
    insert_missing(work.session, Group, [row])
    group = find(work, channel, address)
    assert group is not None
    group.member, group.title = True, title
    if by is not None:
        group.added_by_id = by.id
    work.audit_log.add("", Event.JOINED_A_GROUP, by.id if by else None, address, title)
    return group


def find(work: UnitOfWork, channel: str, address: str) -> Group | None:
    """Return the group with this address, locked until the transaction ends."""
    query = select(Group).where(Group.channel == channel, Group.address == address)
    return work.session.scalar(query.with_for_update().execution_options(populate_existing=True))


def record_group_left(work: UnitOfWork, channel: str, address: str) -> bool:
    """Record that the program left the group; return False if it was in no group at this address."""
    group = find(work, channel, address)
    county = group.county if group is not None else None
    mine = update(Group).where(Group.channel == channel, Group.address == address, Group.member)
    # Who adds the program again may be another person, and the group another one: it is confirmed anew.
    if not changed_one(work.session, mine.values(member=False, county=None)):
        return False
    work.audit_log.add("", Event.LEFT_A_GROUP, address=address)
    if group is not None and county:
        _tell_of_loss(work, group, county)
    return True


def _tell_of_loss(work: UnitOfWork, group: Group, county: str) -> None:
    """Tell those who rely on a group that the alerts no longer reach it: the person who added the program,
    and the lead of the county, or else the secretariat.
    """
    people = work.people
    added = [people.get(group.added_by_id)] if group.added_by_id else []
    heads = [person for _, person in people.holders(Role.COUNTY_LEAD, county)]
    leads = [lead for lead in heads if people.reachable_at(lead)]
    told = [person for person in added if people.roles(person)] + (leads or people.anywhere(Role.RLA))
    screen = Screen(Text("group.lost", {"title": group.title, "county": county}), max_segments=2)
    for person in {person.id: person for person in told}.values():
        work.outbox.tell(person, screen, "notice")


def choose_topic(work: UnitOfWork, group: Group, topic: int, by: Person) -> bool:
    """Send the alerts of this group into a topic of it from now on; False if they go there already."""
    if group.topic == topic:
        return False
    group.topic = topic
    work.session.flush()
    work.__dict__.pop("groups", None)
    work.audit_log.add("", Event.GETS_ALERTS, by.id, group.address, f"{group.title}: topic {topic}")
    return True


def assign_county_to_group(work: UnitOfWork, group: Group, county: str, by: Person) -> None:
    """Send the alerts of `county` to this group from now on."""
    group.county = county
    work.audit_log.add("", Event.GETS_ALERTS, by.id, group.address, f"{group.title}: {county}")


def stop_public_group(work: UnitOfWork, channel: str, address: str) -> bool:
    """Post nothing more in a group that strangers read by now, and tell those who rely on its alerts. Return
    False if it got no alerts.
    """
    work.flush()
    group = find(work, channel, address)
    county = group.county if group else None
    if group is None or county is None:
        return False
    mine = update(Group).where(Group.id == group.id, Group.county == county)
    if not changed_one(work.session, mine.values(county=None)):
        return False
    waiting = update(Delivery).where(
        Delivery.channel == channel, Delivery.address == address, Delivery.status == DeliveryStatus.QUEUED
    )
    work.session.execute(
        waiting.values(status=DeliveryStatus.SKIPPED, error="the group is public").execution_options(
            synchronize_session=False
        )
    )
    work.audit_log.add("", Event.STOPPED_ALERTS, address=address, detail=f"{group.title}: {county}")
    args: dict[str, Arg] = {"group": outsider(group.title), "county": county}
    for person in _relying_on(work, group, county):
        work.outbox.tell(person, Screen(Text("group.stopped", args)), "notice")
    return True


def _relying_on(work: UnitOfWork, group: Group, county: str) -> list[Person]:
    """Return who added the group, and the people of the county who read its alerts there."""
    found = {
        person.id: person
        for role in (*LEADS, *CLT)
        for _, person in work.people.holders(role, county)
        if work.people.reachable_at(person)
    }
    if group.added_by_id:
        adder = work.people.get(group.added_by_id)
        if work.people.roles(adder):
            found.setdefault(adder.id, adder)
    return list(found.values())


def record_group_moved(work: UnitOfWork, channel: str, old: str, new: str) -> None:
    """Record a group's new address, and redirect its queued messages."""
    there = find(work, channel, new)
    if there is not None:
        _take_over(work, find(work, channel, old), there)
    else:
        work.session.execute(
            update(Group)
            .where(Group.channel == channel, Group.address == old)
            .values(address=new)
            .execution_options(synchronize_session=False)
        )
    work.session.execute(
        update(Delivery)
        .where(Delivery.channel == channel, Delivery.address == old, Delivery.status == DeliveryStatus.QUEUED)
        .values(address=new)
        .execution_options(synchronize_session=False)
    )
    work.audit_log.add("", Event.MOVED_A_GROUP, address=new, detail=old)


def _take_over(work: UnitOfWork, old: Group | None, new: Group) -> None:
    """Let a group that is known by its new address already get the alerts that the old one got."""
    if old is None or old.id == new.id:
        return
    if new.county is None and new.member:
        new.county, new.topic = old.county, old.topic
        new.added_by_id = new.added_by_id or old.added_by_id
    old.member = False
    work.session.flush()
    work.__dict__.pop("groups", None)


def find_groups_alerted(work: UnitOfWork, ref: str) -> list[tuple[str, str]]:
    """Return the groups (channel, address) that got this incident's alert and still have the program as a
    member.
    """
    query = (
        select(Group.channel, Group.address)
        .join(Delivery, (Delivery.channel == Group.channel) & (Delivery.address == Group.address))
        .where(Group.member, Delivery.about == ref, Delivery.kind == "alert")
        .distinct()
    )
    return [(channel, address) for channel, address in work.session.execute(query)]
