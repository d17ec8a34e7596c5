"""Not solved: the reporter reopens a closed incident, within a fortnight."""

import pytest

from sek_core.store.incidents import ReportRow
from sek_core.store.people import PersonRow
from tests.scenarios.conftest import Phone, World


@pytest.fixture
def closed(world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone) -> str:
    """Report a drought at Mutomo; let the CLT lead take it, and close it with water."""
    deputy.texts("DROUGHT MUTOMO severe 400 households")
    clt.texts("ok s1")
    world.everyone_ignores()
    clt.texts("close s1 water was trucked")
    clt.expects("S1 is closed")
    deputy.expects('closed by the Kitui CLT lead: "water was trucked". Solved?')
    for phone in (usaid, rla, lead):
        assert "Solved" not in phone.expects('closed by the Kitui CLT lead: "water was trucked"')
    return "S1"


@pytest.mark.parametrize(
    "words",
    ["REOPEN S1 no truck came", "s1 reopen no truck came", "Fungua S1 no truck came", "reopen no truck came"],
)
def test_it_is_open_again_and_those_who_acted_are_asked(
    world: World, lead: Phone, closed: str, deputy: Phone, rla: Phone, words: str
) -> None:
    world.passes("3h")
    deputy.texts(words)
    deputy.expects("S1")
    world.everyone_expects(
        "S1 drought Mutomo, Kitui: not solved, opened again by the Kitui deputy county lead 13:04",
        '"no truck came"',
        "Reply OK S1",
        besides=(lead, deputy),
    )
    deputy.texts("status s1")
    deputy.expects("Sent, not yet taken")
    rla.texts("ok")
    rla.expects("You have S1")
    world.everyone_expects("taken by RLA Secretariat", besides=(lead, rla))


def test_twice_is_said(world: World, lead: Phone, closed: str, deputy: Phone) -> None:
    deputy.texts("reopen s1")
    deputy.expects("S1 is open again")
    world.everyone_expects(
        "not solved, opened again by the Kitui deputy county lead 10:04. Reply OK S1", besides=(lead, deputy)
    )
    deputy.texts("reopen s1")
    deputy.expects("S1 is not closed. STATUS S1")
    deputy.texts("reopen")
    deputy.expects("Nothing that you reported was closed in the last 14 days")


def test_only_its_reporter_and_whoever_closed_it(closed: str, lead: Phone, usaid: Phone) -> None:
    for phone in (lead, usaid):
        phone.texts("reopen s1")
        phone.expects("Only who reported S1 opens it again. NOTE S1")


def test_every_reporter_gets_the_outcome_in_full_and_may_open_it_again(
    world: World, deputy: Phone, lead: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    deputy.texts("DROUGHT MUTOMO severe")
    world.everyone_ignores()
    with world.program.database.writing() as session:
        first = session.query(ReportRow).one()
        second = session.query(PersonRow).filter_by(name="Patrick Mburu").one()
        words = {"text": "drought", "language": "en", "created_at": first.created_at}
        session.add(
            ReportRow(incident_ref="S1", person_id=second.id, inbox_id=first.inbox_id, kind="report", **words)
        )
    outcome = "water trucking to: " + ", ".join(f"village number {n} on day {n}" for n in range(1, 20))
    clt.texts(f"close s1 {outcome}")
    clt.ignores()
    for reporter in (deputy, lead):
        reporter.expects(f'"{outcome}". Solved?')
    for other in (usaid, rla):
        other.expects(outcome)
    lead.texts("reopen")
    lead.expects("S1 is open again")
    deputy.expects("not solved, opened again by the Kitui county lead", "You will hear who takes it")
    world.everyone_expects("opened again by the Kitui county lead", "Reply OK S1", besides=(lead, deputy))


def test_after_a_fortnight_it_is_a_new_report(world: World, closed: str, deputy: Phone) -> None:
    world.passes("14d")
    world.passes("1m")
    deputy.texts("reopen s1")
    deputy.expects("S1 drought Mutomo, Kitui was closed more than 14 days ago", "Report it anew")


def test_on_the_last_day_it_opens(world: World, lead: Phone, closed: str, deputy: Phone) -> None:
    deputy.texts("s1 1")
    world.sets_aside()
    assert world.incident().confirmed == "yes"
    world.passes("14d")
    deputy.texts("reopen s1")
    deputy.expects("S1 is open again")
    assert world.incident().confirmed is None
    world.everyone_expects("Reply OK S1", besides=(lead, deputy))


def test_whoever_acted_is_told_though_never_alerted(
    world: World, deputy: Phone, lead: Phone, clt: Phone, usaid: Phone, rla: Phone, chair: Phone
) -> None:
    deputy.texts("DROUGHT MUTOMO severe")
    chair.texts("close s1 the county has it")
    for phone in (deputy, lead, clt, usaid, rla, chair):
        phone.ignores()
    deputy.texts("reopen s1")
    deputy.expects("S1 is open again")
    for phone in (clt, usaid, rla, chair):
        phone.expects("opened again by the Kitui deputy county lead")
