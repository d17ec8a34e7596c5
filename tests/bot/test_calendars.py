"""Calendars over HTTP: for the holder of the link, cheap to ask for again, and closed to others."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import update

from bot.channels import CHANNELS
from sek_core.meetings import links
from sek_core.roster import csv_file
from sek_core.store.meetings import Invitation, Meeting
from tests.bot.site import OpenSite, Site
from tests.scenarios.conftest import ROSTER
from tests.sek_core.meetings.invited import invitation, meeting

HERE = "https://sek.example.org"
PATRICK = 1


@pytest.fixture
async def site(open_site: OpenSite, sqlite_url: str) -> AsyncIterator[Site]:
    """Run a site on which Patrick is invited to M12, next week."""
    async with open_site(sqlite_url, public_url=HERE) as site:
        with site.program.database.writing() as session:
            lines = csv_file.read(ROSTER, "roster.csv", site.program.configuration, CHANNELS)
            csv_file.import_lines(session, lines)
            session.add(meeting(starts_at=datetime.now(UTC) + timedelta(days=7)))
            session.flush()
            session.add(invitation("M12", PATRICK))
        yield site


def link(site: Site, *, revoked: bool = False) -> str:
    """Return the path of Patrick's calendar."""
    with site.program.database.writing() as session:
        work = site.program.core.work(session)
        patrick = work.people.get(PATRICK)
        found = links.revoke(work, patrick) if revoked else links.of_person(work, patrick)
        work.flush()
    return found.removeprefix(HERE)


def answers(site: Site, answer: str) -> None:
    with site.program.database.writing() as session:
        session.execute(update(Invitation).values(answer=answer))


async def test_a_calendar_subscribes_to_somebodys_meetings(site: Site) -> None:
    answer = await site.client.get(link(site))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, max-age=300"
    assert answer.headers["x-content-type-options"] == "nosniff"
    calendar = Calendar.from_ical(answer.content)
    assert [str(event["summary"]) for event in calendar.events] == ["SEK meeting Kitui (M12)"]
    assert calendar["method"] == "PUBLISH"


async def test_one_meeting(site: Site) -> None:
    answer = await site.client.get("/calendar/token-of-M12.ics")
    assert answer.status_code == 200
    assert Calendar.from_ical(answer.content)["method"] == "REQUEST"


async def test_asked_again_it_sends_nothing_until_something_changed(site: Site) -> None:
    path = link(site)
    tag = (await site.client.get(path)).headers["etag"]
    for seen in (tag, f"W/{tag}", f'"other", {tag}'):
        again = await site.client.get(path, headers={"If-None-Match": seen})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    answers(site, "yes")
    changed = await site.client.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert "You said: yes" in changed.text
    assert changed.headers["etag"] != tag


async def test_head_tells_whether_it_is_there(site: Site) -> None:
    there, gone = await site.client.head(link(site)), await site.client.head("/calendar/unknown.ics")
    assert (there.status_code, gone.status_code) == (200, 404)
    assert int(there.headers["content-length"]) > 0
    assert "etag" in there.headers


async def test_a_revoked_link_is_as_unknown_as_any(site: Site) -> None:
    old = link(site)
    new = link(site, revoked=True)
    revoked, unknown = await site.client.get(old), await site.client.get("/calendar/nobody.ics")
    assert (
        (revoked.status_code, revoked.content)
        == (unknown.status_code, unknown.content)
        == (404, b"Not Found")
    )
    assert revoked.headers == unknown.headers
    assert (await site.client.get(new)).status_code == 200


@pytest.mark.parametrize("token", ["%00", "..%2f..%2fetc%2fpasswd", "a" * 500, "%ff", "M12", ""])
async def test_a_wrong_link_gives_nothing(site: Site, token: str) -> None:
    assert (await site.client.get(f"/calendar/{token}.ics")).status_code == 404


async def test_it_is_only_read(site: Site) -> None:
    path = link(site)
    assert (await site.client.post(path)).status_code == 405
    assert (await site.client.delete(path)).status_code == 405
    with site.program.database.reading() as session:
        assert session.query(Meeting).one().version == 1
