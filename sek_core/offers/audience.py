"""Who hears of an offer: as the table `told` of the incident's route says, each once."""

from collections.abc import Collection

from config.told import Telling
from sek_core.incidents import hearing, recipients
from sek_core.messages.screens import Screen
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.work.unit_of_work import UnitOfWork


def of_news(work: UnitOfWork, incident: Incident, giver: int, *, reporters: bool = True) -> list[Person]:
    """Return the people, without the giver, who hear at once what becomes of an offer. `reporters`: False if
    its reporters do not hear it as such.
    """
    return list(hearing.who_hears(work, incident, Telling.OFFER, [giver], reporters=reporters).now)


def holder(work: UnitOfWork, incident: Incident, besides: Collection[int] = ()) -> list[Person]:
    """Return the holder, or their cover; empty if there is none."""
    held = work.people.many([incident.taken_by_id]) if incident.taken_by_id is not None else []
    return [person for person in recipients.still_here(work, held) if person.id not in besides]


def tell(work: UnitOfWork, people: Collection[Person], screen: Screen, ref: str) -> int:
    """Tell each of these people; return how many."""
    for person in people:
        work.outbox.tell(person, screen, "update", ref)
    return len(people)
