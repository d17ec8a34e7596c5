"""UPDATE: what the donor and its partners do and plan in a county, for the brief of its officials."""

from dataclasses import dataclass

from sqlalchemy import select

from config.mechanism import Configuration
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.questions import CountyUpdate
from sek_core.understanding.tokens import Phrases, plain, words_of
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

READERS = (Role.COUNTY_POC, Role.COUNTY_OFFICIAL)
"""Roles that get the brief of their county."""


@dataclass(frozen=True, slots=True)
class UpdateText:
    """What a text says of a county."""

    county: str
    words: str


def read(configuration: Configuration, words: str) -> UpdateText | None:
    """Return what the words behind UPDATE say: a county, a comma right behind it, and words. None for any
    other words: "update on Mutha conflict" is no update of a county.
    """
    text = plain(words)
    tokens = words_of(text)
    known = Phrases((county, county) for county in configuration.mechanism.counties)
    found = known.find([token.form for token in tokens[:4]])
    if not found or found[0].start:
        return None
    behind = text[tokens[found[0].end - 1].end :].lstrip()
    said = behind[1:].strip()
    if not behind.startswith(",") or not any(map(str.isalnum, said)):
        return None
    return UpdateText(found[0].values[0], said)


def county_alone(configuration: Configuration, words: str) -> str | None:
    """Return the county that the words name, if they name one and say nothing else."""
    said = [token.form for token in words_of(plain(words))]
    known = Phrases((county, county) for county in configuration.mechanism.counties)
    return next(iter(known.get(said)), None)


def store(work: UnitOfWork, person: Person, address: str, said: UpdateText) -> None:
    """Store an update. It takes the place of the one before, which is kept."""
    row = {"county": said.county, "person_id": person.id, "text": said.words, "created_at": work.now}
    work.rows.add(CountyUpdate, row)
    work.audit_log.add("", Event.UPDATED, person.id, address, f"{said.county}: {said.words}")


def newest(work: UnitOfWork, county: str) -> CountyUpdate | None:
    """Return the newest update of a county; None if there is none."""
    work.flush()
    query = select(CountyUpdate).where(CountyUpdate.county == county)
    return work.session.scalar(query.order_by(CountyUpdate.id.desc()).limit(1))


def readers(work: UnitOfWork, county: str) -> list[Person]:
    """Return the officials and points of contact of a county, each once; a cover replaces an absent one."""
    return work.people.with_cover(
        person for role in READERS for _, person in work.people.holders(role, county)
    )
