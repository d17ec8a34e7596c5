"""Two reporters confirm the same name at the same moment: it is known once."""

from collections.abc import Callable

from sek_core.incidents import known_places, queries
from sek_core.store.database import Database
from sek_core.store.known_places import KnownPlace
from sek_core.work.unit_of_work import Services
from tests.sek_core.racing import DEPUTY, ROUNDS, arrive, drain, together

LEAD = "+254300000001"


def confirms(database: Database, core: Services, ref: str, name: str) -> Callable[[], None]:
    """Return what learns a name for an incident, in a transaction of its own."""

    def learn() -> None:
        with database.writing() as session:
            work = core.work(session)
            incident = queries.find(work, ref)
            assert incident is not None
            known_places.learn(work, incident, name, work.people.get(incident.reporter_id))

    return learn


def test_a_name_that_two_confirm_at_once_is_known_once(shared: Database, core: Services) -> None:
    arrive(shared, core, (LEAD, "drought severe"), (DEPUTY, "landslide severe"))
    drain(shared, core, 1)
    for letter in "bdfghjkmnpst"[:ROUNDS]:
        village = f"Msorongo {letter}imbani"
        other = village.replace("r", "l")
        together(confirms(shared, core, "S1", village), confirms(shared, core, "S2", other))
        with shared.reading() as session:
            assert session.query(KnownPlace).filter(KnownPlace.name.in_((village, other))).count() == 1


def test_two_answers_in_the_same_second_make_one_place(shared: Database, core: Services) -> None:
    for said in (("drought severe", "landslide severe"), ("Msorongo", "msolongo"), ("1", "1")):
        arrive(shared, core, *zip((LEAD, DEPUTY), said, strict=True))
        drain(shared, core, 2)
    with shared.reading() as session:
        assert session.query(KnownPlace).count() == 1
