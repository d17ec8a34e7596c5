"""Meetings as rows of the database, for stories that follow a meeting."""

from datetime import timedelta

from sek_core.meetings import convening
from sek_core.reminders import schedule
from sek_core.reminders.schedule import Due
from sek_core.store.meetings import Invitation, Meeting
from tests.scenarios.world import World


def held(world: World, ref: str, county: str, days_ago: int = 0, *, invited: tuple[str, ...] = ()) -> None:
    """Store a meeting of a county, called so many days ago (below 0: ahead), at this time of day; the people
    named have been invited.
    """
    starts_at = world.clock.now() - timedelta(days=days_ago)
    with world.program.database.writing() as session:
        work = world.program.core.work(session)
        session.add(
            Meeting(
                ref=ref,
                county=county,
                series="",
                starts_at=starts_at,
                venue="County HQ",
                status="called",
                version=1,
                code="WORD",
                token=ref,
                created_at=work.now,
                changed_at=work.now,
            )
        )
        session.flush()
        for person in work.people.everybody():
            if person.name in invited:
                row = convening.new_row(ref, person.id) | {"version": 1, "asked_at": work.now}
                session.add(Invitation(**row))
        asked_at = starts_at + timedelta(days=1)
        due = [Due("minutes", asked_at, asked_at + timedelta(days=7))]
        schedule.plan(work, ref, 1, due if asked_at > work.now else [])
        work.flush()
