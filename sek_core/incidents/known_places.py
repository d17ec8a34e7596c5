"""Places that the gazetteer lacks and that a sender confirmed: from then on they are known in their county.

The incident for which a name was confirmed is its source: if its reporter takes the place back, so is the
name.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import bindparam, delete, select, update

from config.gazetteer import Place
from sek_core.incidents.model import AnyIncident
from sek_core.roster.snapshot import Person
from sek_core.store.known_places import KnownPlace
from sek_core.store.statements import changed_one, insert_missing, table_of
from sek_core.understanding.confirmed_names import key_of, keys_of
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import forms_of
from sek_core.work.unit_of_work import UnitOfWork

_PLACES = table_of(KnownPlace)
_NAMED = select(
    _PLACES.c.county,
    _PLACES.c.sound,
    _PLACES.c.name,
    _PLACES.c.ward_code,
).where(
    _PLACES.c.county.in_(bindparam("counties", expanding=True)),
    _PLACES.c.sound.in_(bindparam("sounds", expanding=True)),
)
"""Built once: in a flood, many reports name no place of the gazetteer."""


def learn(work: UnitOfWork, incident: AnyIncident, name: str, by: Person) -> None:
    """Keep a confirmed name as a place of the incident's county. A name of everyday words alone, one of fewer
    than four letters, a person's, and one whose county is open are not kept; nor is one that is known.
    """
    if len(incident.counties) != 1 or not work.core.reader.confirmed_names.may_be_known(name):
        return
    work.flush()  # the incident may be of this very transaction
    row = {
        "county": incident.counties[0],
        "sound": key_of(name),
        "name": name,
        "incident_ref": incident.ref,
        "confirmed_at": work.now,
        "person_id": by.id,
    }
    insert_missing(work.session, KnownPlace, [row])


def unlearn(work: UnitOfWork, incident: AnyIncident, name: str | None, instead: str = "") -> None:
    """Forget a name that was confirmed for this incident: its reporter says that the place is another one
    (`instead`), or is not called so.
    """
    if not name or not (sound := key_of(name)) or sound == key_of(instead):
        return
    mine = delete(KnownPlace).where(KnownPlace.incident_ref == incident.ref, KnownPlace.sound == sound)
    changed_one(work.session, mine)


def place_on_map(
    work: UnitOfWork, incident: AnyIncident, ward_code: str | None, point: tuple[float, float]
) -> None:
    """Note where a name is that was confirmed for this incident, as its reporter shares the location."""
    mine = update(KnownPlace).where(
        KnownPlace.incident_ref == incident.ref, KnownPlace.sound == key_of(incident.place or "")
    )
    changed_one(work.session, mine.values(ward_code=ward_code, latitude=point[0], longitude=point[1]))


def locate(work: UnitOfWork, text: str, reading: Reading, counties: Sequence[str]) -> Reading:
    """Return the reading of a text with the known place that it names.

    A place of the gazetteer wins, and so does another county. Of several counties (`counties`) the one that
    knows the name counts; if two do, the reporter is asked.
    """
    if reading.place is not None or reading.outside is not None:
        return reading
    sounds = keys_of(text)
    if not sounds:
        return reading
    asked = {"counties": list(counties), "sounds": sorted(sounds)}
    rows = work.session.connection().execute(_NAMED, asked).all()
    if not rows:
        return reading
    names = work.core.reader.confirmed_names
    sound = names.find(text, {row.sound: forms_of(row.name) for row in rows})
    found = [row for row in rows if row.sound == sound]
    if len(found) != 1:
        return reading
    row = found[0]
    place = Place("town", row.name, (), row.county, "", "", row.ward_code or "", None, None)
    return replace(reading, place=place, counties=(row.county,))
