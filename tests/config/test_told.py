"""The table `told` of routes.yaml: who hears what after the alert, and when; and `repeat_untaken`."""

from datetime import timedelta
from pathlib import Path

import pytest

from config.mechanism import Configuration
from config.route import read_copy
from config.routes import RouteFile
from config.told import GRADES, Graded, Hears, Relation, Telling, Told
from tests.config.test_routes import PACKAGED_FILE, faults, load

R = Relation

TOLD = "told:\n" + PACKAGED_FILE.partition("told:\n")[2]
REPEAT = "repeat_untaken: {extreme: 2h}\n"


@pytest.mark.parametrize(
    ("event", "grade", "relations", "roles", "when"),
    [
        ("taken", "minor", [R.REPORTER], [], "now"),
        ("taken", "minor", [R.ASKED], ["clt_member"], "now"),
        ("taken", "extreme", [R.INFORMED], ["county_poc"], "digest"),
        ("taken", "extreme", [], ["county_poc"], "never"),
        ("promise", "minor", [R.REPORTER, R.INFORMED], [], "now"),
        ("promise", "minor", [R.ASKED], ["usaid"], "never"),
        ("offer", "minor", [R.INFORMED], ["county_lead"], "now"),
        ("offer", "minor", [R.ASKED], ["rla"], "never"),
        ("offer", "minor", [R.HOLDER], ["rla"], "now"),
        ("escalated", "minor", [R.HOLDER], [], "now"),
        ("closed", "severe", [R.INFORMED], ["county_poc"], "now"),
        ("closed", "moderate", [R.INFORMED], ["county_poc"], "weekly"),
        ("taken", "minor", [R.INFORMED], ["county_poc"], "weekly"),
        ("closed", "unsaid", [R.INFORMED], ["county_poc"], "digest"),
        ("closed", "minor", [R.GIVER, R.INFORMED], ["ip_focal"], "now"),
    ],
)
def test_the_packaged_table(
    configuration: Configuration,
    event: str,
    grade: Graded,
    relations: list[Relation],
    roles: list[str],
    when: str,
) -> None:
    assert configuration.routes.told.hears(Telling(event), grade, relations, roles) == when


def test_a_relation_comes_before_a_role_and_a_role_before_having_been_asked() -> None:
    row = {"reporter": "never", "usaid": "digest", "chair": "now", "asked": "now", "holder": "digest"}
    told = Told.model_validate({"taken": row})

    def hears(relations: list[Relation], *roles: str) -> Hears:
        return told.hears(Telling.TAKEN, "minor", relations, roles)

    assert hears([R.REPORTER, R.HOLDER, R.ASKED], "usaid") == "never"
    assert hears([R.HOLDER, R.ASKED], "chair") == "digest"
    assert hears([R.ASKED], "usaid") == "digest"
    assert hears([R.ASKED], "usaid", "chair") == "now"  # the soonest of the roles
    assert hears([R.GIVER, R.ASKED], "rla") == "now"


def test_a_file_without_them_has_the_packaged_ones(tmp_path: Path, configuration: Configuration) -> None:
    routes = load(tmp_path, "", REPEAT + "\n" + TOLD)
    assert routes.told == configuration.routes.told
    assert {grade: routes.repeat(None if grade == "unsaid" else grade) for grade in GRADES} == {
        **dict.fromkeys(GRADES, None),
        "extreme": timedelta(hours=2),
    }
    assert "told" not in routes.written


def test_a_special_route_replaces_whole_events(tmp_path: Path) -> None:
    own = "    told:\n      taken: {reporter: digest}\n    repeat_untaken: {severe: 4h}\n"
    routes = load(tmp_path, "routes:\n  - when: {county: Kitui}\n" + own)
    route = routes._own[0]
    assert route.told.taken == Told.model_validate({"taken": {"reporter": "digest"}}).taken
    assert route.told.closed == routes.told.closed
    assert (route.repeat("severe"), route.repeat("extreme")) == (timedelta(hours=4), None)
    assert read_copy(route.written) == route.model_copy(update={})


def test_a_copy_keeps_every_event(configuration: Configuration) -> None:
    told = {
        event.value: {"reporter": "now", "rla": {"severe": "now", "others": "digest"}} for event in Telling
    }
    route = RouteFile.model_validate({**configuration.routes.model_dump(), "told": told})
    copy = read_copy(route.written)
    assert copy is not None
    assert copy.told == route.told


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (
            "  taken: {repoter: now}\n",
            "'repoter' is no relation (reporter, holder, giver, asked, informed) and",
        ),
        (
            "  taken: {reporter: soon}\n",
            "told.taken.reporter.others: should be 'now', 'digest', 'weekly' or 'never'",
        ),
        ("  taken: {reporter: {severe: now}}\n", "told.taken.reporter.others: Field required"),
        ("  taken: {reporter: {bad: now, others: now}}\n", "told.taken.reporter.bad: no such setting here"),
        ("  taken: now\n", "told.taken: "),
        ("  tekan: {reporter: now}\n", "told.tekan: no such setting here"),
        ("  closed: {asked: now}\n", "told.closed: reporter must be now: the reporter is asked whether"),
        ("  closed: {reporter: {severe: digest, others: now}}\n", "told.closed: reporter must be now"),
    ],
)
def test_every_fault_is_named_with_its_line(tmp_path: Path, line: str, named: str) -> None:
    found = [fault for fault in faults(tmp_path, "told:\n" + line, TOLD) if named in fault]
    assert len(found) == 1
    assert int(found[0].split(":")[1]) == PACKAGED_FILE.replace(TOLD, "").count("\n") + 2


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("repeat_untaken: {extreme: 5m}\n", "extreme: people are asked again after 15m at the soonest"),
        ("repeat_untaken: {extreme: 2d}\n", "1d at the latest"),
        ("repeat_untaken: {bad: 2h}\n", "repeat_untaken.bad"),
    ],
)
def test_faults_of_repeating(tmp_path: Path, line: str, named: str) -> None:
    assert any(named in fault for fault in faults(tmp_path, "", REPEAT, line))
