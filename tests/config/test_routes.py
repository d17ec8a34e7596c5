"""routes.yaml: the route of an incident, the waits of its steps, and errors in the file."""

from datetime import timedelta
from pathlib import Path

import pytest

from config.faults import FaultsError
from config.mechanism import PACKAGED, Configuration, load_configuration
from config.route import read_copy
from config.routes import RouteFile, reader_lines
from config.terms import Severity

PACKAGED_FILE = (PACKAGED / "routes.yaml").read_text(encoding="utf-8").partition("\n# A concern")[0] + "\n"
"""The packaged file without routes of its own."""


def load(folder: Path, more: str, was: str = "", becomes: str = "") -> RouteFile:
    """Load the packaged file with one change and some more lines."""
    assert was in PACKAGED_FILE
    (folder / "routes.yaml").write_text(PACKAGED_FILE.replace(was, becomes, 1) + more, encoding="utf-8")
    return load_configuration(folder).routes


def faults(folder: Path, more: str, was: str = "", becomes: str = "") -> list[str]:
    with pytest.raises(FaultsError) as raised:
        load(folder, more, was, becomes)
    return [str(fault) for fault in raised.value.faults]


OWN = """
routes:
  - when: {hazard: conflict_insecurity}
    informed: []
  - when: {kind: shock, severity: [severe, extreme], county: Kitui}
    waits: {extreme: 5m}
  - when: {kind: stress, sector: [water_wash, health]}
    exhausted: []
  - when: {severity: unsaid}
    fallback: [{role: rla}]
"""


@pytest.mark.parametrize(
    ("hazard", "severity", "counties", "number"),
    [
        ("conflict_insecurity", None, ["Kitui"], 0),
        ("conflict_insecurity", "extreme", ["Kitui"], 0),  # the first that fits
        ("flood", "extreme", ["Kitui"], 1),
        ("flood", "severe", ["Makueni", "Kitui"], 1),  # perhaps it is Kitui
        ("flood", "severe", ["Makueni"], None),
        ("flood", "minor", ["Kitui"], None),
        ("drought", "severe", ["Kitui"], 2),
        ("flood", None, ["Kitui"], 3),
    ],
)
def test_a_route_of_its_own(
    tmp_path: Path,
    configuration: Configuration,
    hazard: str,
    severity: Severity | None,
    counties: list[str],
    number: int | None,
) -> None:
    file = load(tmp_path, OWN)
    chosen = file.choose(configuration.hazards[hazard], severity, counties)
    assert [route is chosen for route in (*file._own, file)].index(True) == (4 if number is None else number)


def test_what_a_route_leaves_out_is_as_in_the_rest_of_the_file(
    tmp_path: Path, configuration: Configuration
) -> None:
    file = load(tmp_path, OWN)
    flood = file.choose(configuration.hazards["flood"], "extreme", ["Kitui"])
    assert flood.wait("extreme") == timedelta(minutes=5)
    assert flood.wait("severe") == timedelta(minutes=30)
    assert (flood.tracks, flood.informed, flood.told_at_last) == (file.tracks, file.informed, file.exhausted)
    conflict = file.choose(configuration.hazards["conflict_insecurity"], None, ["Kitui"])
    assert conflict.informed == ()
    drought = file.choose(configuration.hazards["drought"], "severe", ["Kitui"])
    assert drought.told_at_last == ()


def test_a_file_of_before_is_valid_and_its_fallback_hears_in_the_end(tmp_path: Path) -> None:
    routes = load(tmp_path, "", "exhausted: [{role: chair}, {role: rla}]\n", "")
    assert [target.role for target in routes.told_at_last] == ["chair", "rla"]


def test_a_step_has_waits_of_its_own(tmp_path: Path) -> None:
    was = "      - to: [{role: clt_lead}]\n"
    routes = load(tmp_path, "", was, was + "        waits: {severe: 10m}\n        repeat: 2\n")
    clt = routes.track("clt")
    assert clt is not None
    first, second, _ = clt.steps
    assert (first.repeat, second.repeat) == (2, 0)
    assert routes.wait("severe", first) == timedelta(minutes=10)
    assert routes.wait("severe", second) == timedelta(minutes=30)
    assert routes.wait("extreme", first) == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("routes:\n  - informed: []\n", "routes.0.when: Field required"),
        ("routes:\n  - when: {}\n", "routes.0.when: names nothing: say kind, hazard"),
        ("routes:\n  - when: {hazard: flod}\n", "routes.0.when.hazard.0: 'flod' is no hazard of"),
        ("routes:\n  - when:\n      sector: [sports]\n", "routes.0.when.sector.0: 'sports' is no sector"),
        ("routes:\n  - when: {county: [Nairobi]}\n", "routes.0.when.county.0: 'Nairobi' is no county"),
        ("routes:\n  - when: {kind: surprise}\n", "routes.0.when.kind.0: should be 'shock', 'stress' or"),
        ("routes:\n  - when: {severity: bad}\n", "routes.0.when.severity.0: should be 'minor'"),
        ("routes:\n  - when: {kind: shock}\n    wait: 4h\n", "routes.0.wait: no such setting here"),
        ("routes:\n  - when: {kind: shock}\n    waits: {severe: soon}\n", "routes.0.waits.severe: 'soon' is"),
        ("routes:\n  - when: {kind: shock}\n    tracks: []\n", "routes.0.tracks: "),
        ("exhaused: []\n", "exhaused: no such setting here"),
    ],
)  # fmt: skip
def test_every_fault_is_named_with_its_line(tmp_path: Path, more: str, named: str) -> None:
    lines = PACKAGED_FILE.count("\n")
    found = [fault for fault in faults(tmp_path, more) if named in fault]
    assert len(found) == 1
    assert int(found[0].split(":")[1]) > lines


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("        repeat: -1\n", "tracks.2.steps.0.repeat: "),
        ("        repeat: 21\n", "tracks.2.steps.0.repeat: "),
        ("        waits: {bad: 4h}\n", "tracks.2.steps.0.waits.bad"),
        ("        waits: {severe: soon}\n", "tracks.2.steps.0.waits.severe: 'soon' is no duration"),
    ],
)
def test_faults_of_a_step(tmp_path: Path, line: str, named: str) -> None:
    was = "      - to: [{role: clt_lead}]\n"
    assert any(named in fault for fault in faults(tmp_path, "", was, was + line))


class TestTheCopyThatAnIncidentKeeps:
    def test_says_what_the_route_says(self, tmp_path: Path, configuration: Configuration) -> None:
        file = load(
            tmp_path,
            OWN,
            "to: [{role: clt_lead}]\n",
            "to: [{role: clt_lead}]\n        waits: {severe: 10m}\n",
        )
        for route in (file, *file._own):
            copy = read_copy(route.written)
            assert copy is not None
            for name in ("tracks", "waits", "informed", "fallback", "told_at_last"):
                assert getattr(copy, name) == getattr(route, name)

    def test_of_the_first_version_can_be_read(self, configuration: Configuration) -> None:
        first = configuration.routes.model_dump_json(exclude={"exhausted": True, "routes": True})
        copy = read_copy(first)
        assert copy is not None
        assert copy.waits == configuration.routes.waits
        assert [target.role for target in copy.told_at_last] == ["chair", "rla"]

    @pytest.mark.parametrize(
        "kept",
        ["", "null", "{}", "[]", "no JSON", '{"tracks": 3}', '{"waits": 7}', '{"waits": {"severe": "x"}}'],
    )
    def test_that_nobody_can_read_is_none(self, kept: str) -> None:
        assert read_copy(kept) is None


MAY = "  - {role: county_poc, may_take: true}\n"


@pytest.mark.parametrize(
    ("was", "becomes", "named"),
    [
        (
            MAY,
            "  - {role: sector_rep, may_take: true}\n",
            "informed.2: sector_rep may_take, but has no",
        ),
        ("audience: rla", "audience: county", "tracks: a track named county is that of informed people"),
        ("- to: [{role: usaid}]", "- to: [{role: usaid, may_take: true}]", "may_take: no such setting here"),
        ("ask_beside: [severe, extreme]", "ask_beside: [grave]", "ask_beside.0: should be 'minor', "),
    ],
)
def test_faults_of_a_county_that_takes(tmp_path: Path, was: str, becomes: str, named: str) -> None:
    rights = PACKAGED / "rights.yaml"
    (tmp_path / "rights.yaml").write_text(rights.read_text(encoding="utf-8"), encoding="utf-8")
    assert any(named in fault for fault in faults(tmp_path, "", was, becomes))


def test_a_file_of_before_lets_no_county_take(tmp_path: Path) -> None:
    (tmp_path / "routes.yaml").write_text(
        PACKAGED_FILE.replace(", may_take: true", "").replace("ask_beside: [severe, extreme]\n", ""),
        encoding="utf-8",
    )
    assert not any(target.may_take for target in load_configuration(tmp_path).routes.informed)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("{sector: true, digest: true}", "names no recipient: say role, or group"),
        ("{role: technical_office, digest: sometimes}", "'sometimes' is no digest"),
        ("{role: technical_office, digest: true, may_take: true}", "cannot be asked to take it"),
        ("{role: technical_office, digest: weekly, sensitive: true}", "nothing sensitive stands in a digest"),
        ("{role: technical_offices, digest: true}", "technical_office"),
        ("{group: AOR, digests: true}", "digests"),
    ],
)
def test_a_wrong_row_of_those_who_read_in_a_digest(tmp_path: Path, row: str, fault: str) -> None:
    was = "- {group: DOC, digest: weekly}"
    found = faults(tmp_path, "", was, f"- {row}")
    assert len(found) == 1
    assert found[0].startswith("routes.yaml:")
    assert fault in found[0]


def test_an_incident_keeps_who_reads_of_it(tmp_path: Path) -> None:
    file = load(tmp_path, "")
    copy = read_copy(file.written)
    assert copy is not None
    assert copy.informed == file.informed
    assert copy.has_readers
    assert [each.digest for each in copy.informed[-5:]] == ["morning"] * 3 + ["weekly"] * 2


def test_no_file_names_a_person(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "", "- to: [{role: clt_lead}]", "- to: [{role: clt_lead, person: 7}]")
    assert "a route names roles" in fault


def test_who_reads_in_a_digest_is_printed(tmp_path: Path) -> None:
    more = """
routes:
  - when: {kind: shock, county: Kitui}
    informed: [{role: ip_focal, group: AOR, digest: weekly}]
"""
    assert reader_lines(load(tmp_path, more)) == [
        "technical_office, of their sectors: each morning",
        "group AOR, of their sectors: each morning",
        "group COR, of their sectors: each morning",
        "group DOC: on Mondays",
        "group program office: on Mondays",
        "ip_focal of the group AOR: on Mondays, where kind is shock; county is Kitui",
    ]
