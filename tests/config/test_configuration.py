"""The configuration: the packaged one is right, and an error is reported with its place in the file."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from config.durations import parse_duration
from config.faults import Fault, FaultsError
from config.mechanism import PACKAGED, ROLES, SEVERITIES, Configuration, load_configuration

ASKED = "quarterly:\n  months: [1, 4, 7, 10]\n  ask_on: 5 "

FILES = ("mechanism.yaml", "hazards.yaml", "routes.yaml", "words.yaml", "gazetteer.csv", "rights.yaml")


def packaged(name: str) -> str:
    return (PACKAGED / name).read_text(encoding="utf-8")


class Own:
    """An operator's SEK_CONFIG_DIR, which begins empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def change(self, name: str, was: str, becomes: str) -> int:
        """Copy the packaged file with one change; return the line of the change."""
        content = packaged(name)
        assert was in content
        self.write(name, content.replace(was, becomes, 1))
        return content[: content.index(was)].count("\n") + 1

    def load(self) -> Configuration:
        return load_configuration(self.folder)

    def faults(self) -> list[Fault]:
        with pytest.raises(FaultsError) as error:
            self.load()
        assert str(error.value) == "\n".join(str(fault) for fault in error.value.faults)
        return error.value.faults

    def fault(self) -> Fault:
        [fault] = self.faults()
        return fault


@pytest.fixture
def own(tmp_path: Path) -> Own:
    return Own(tmp_path)


@pytest.fixture
def faulty(own: Own) -> Own:
    """Return a folder for tests that make faults: with few hazards, so that reading it is faster."""
    hazards = packaged("hazards.yaml")
    end = hazards.index("  - id: flood\n")
    few = hazards[:end] + hazards[hazards.index("  - id: other\n") :]
    own.write("hazards.yaml", re.sub(r"(?m)^    leads_to: .*\n", "", few))
    return own


class TestThePackagedConfiguration:
    def test_names_every_hazard_once(self, configuration: Configuration) -> None:
        ids = re.findall(r"^  - id: (\w+)", packaged("hazards.yaml"), re.MULTILINE)
        assert len(ids) == len(set(ids)) == len(configuration.hazards)

    def test_has_a_hazard_for_what_is_none(self, configuration: Configuration) -> None:
        assert "other" in configuration.hazards

    def test_routes_to_known_roles_only(self, configuration: Configuration) -> None:
        routes = configuration.routes
        targets = [
            *(target for track in routes.tracks for step in track.steps for target in step.to),
            *routes.informed,
            *routes.fallback,
        ]
        assert {target.role for target in targets if target.role is not None} <= set(ROLES)

    def test_waits_longer_where_it_is_less_severe(self, configuration: Configuration) -> None:
        waits = [configuration.routes.wait(severity) for severity in SEVERITIES]
        assert waits == [
            timedelta(hours=24),
            timedelta(hours=4),
            timedelta(minutes=30),
            timedelta(minutes=15),
        ]
        assert configuration.routes.wait(None) == timedelta(minutes=30)

    def test_knows_the_places_of_its_counties(self, configuration: Configuration) -> None:
        for county in configuration.mechanism.counties:
            assert any(place.county == county and place.kind == "ward" for place in configuration.places)

    @pytest.mark.parametrize("name", FILES)
    def test_is_complete_in_its_folder(self, name: str) -> None:
        assert (PACKAGED / name).is_file()

    @pytest.mark.parametrize(
        "listed", [line for line in packaged("demo-roster.csv").splitlines() if "+" in line]
    )
    def test_has_invented_numbers_only(self, listed: str) -> None:
        assert re.findall(r"\+\d+", listed)[0].startswith("+2543000000")


class TestAnOwnFolder:
    @pytest.mark.parametrize("name", FILES)
    def test_with_one_file_uses_the_packaged_others(
        self, own: Own, name: str, configuration: Configuration
    ) -> None:
        own.write(name, packaged(name))
        loaded = own.load()
        assert loaded.mechanism == configuration.mechanism
        assert loaded.hazards == configuration.hazards
        assert loaded.routes == configuration.routes

    def test_is_what_counts_where_it_has_a_file(self, own: Own) -> None:
        own.change("mechanism.yaml", "report_hold: 5m", "report_hold: 7s")
        assert own.load().mechanism.report_hold == timedelta(seconds=7)

    def test_with_texts_of_its_own_says_these(self, own: Own) -> None:
        shutil.copytree(PACKAGED / "texts", own.folder / "texts")
        own.change("texts/en.po", 'msgstr "For which county?"', 'msgstr "Where?"')
        assert own.load().texts["en"].pattern("ask.county") == "Where?"

    def test_with_a_single_text_uses_the_packaged_others(self, own: Own) -> None:
        own.write(
            "texts/en.po", 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "ask.county"\nmsgstr "Where?"\n'
        )
        texts = own.load().texts
        assert texts["en"].pattern("ask.county") == "Where?"
        assert texts["en"].pattern("ask.severity") == "How bad?"
        assert texts["sw"].pattern("ask.county") != "Where?"

    def test_that_is_empty_changes_nothing(self, own: Own, configuration: Configuration) -> None:
        assert own.load() is not configuration
        assert own.load().mechanism == configuration.mechanism


MECHANISM, HAZARDS, ROUTES, WORDS = FILES[:4]


class TestFaults:
    @pytest.mark.parametrize(
        ("file", "was", "becomes", "said"),
        [
            (MECHANISM, "report_hold: 5m", "report_hold: soon", "write it like 30s, 15m, 4h or 7d"),
            (MECHANISM, "report_hold: 5m", "report_hold: 5", "write it like 30s, 15m, 4h or 7d"),
            (MECHANISM, "report_hold: 5m", "report_hold: -5m", "write it like 30s, 15m, 4h or 7d"),
            (MECHANISM, "report_hold: 5m", "report_hold: 99999999999d", "report_hold"),
            (MECHANISM, "report_hold: 5m", "report_holt: 5m", "no such setting here; correct its name or"),
            (MECHANISM, "name: South Eastern Kenya Coordination Mechanism", "name: [SEK]", "valid string"),
            (MECHANISM, "counties: [Makueni", "counties: [Makuenii", "'Makuenii' is not in gazetteer.csv"),
            (MECHANISM, "counties: [Makueni, Kitui, Taita Taveta]", "counties: []", "counties"),
            (MECHANISM, "time_zone: Africa/Nairobi", "time_zone: Nairobi", "write it like Africa/Nairobi"),
            (MECHANISM, "country: KE", "country: Kenya", "country"),
            (MECHANISM, "languages: [en, sw]", "languages: [en, kam]", "there is no texts/kam.po"),
            (MECHANISM, 'sms_price: "0.80"', "sms_price: cheap", "should be a valid decimal"),
            (MECHANISM, "sms_prices: []", "sms_prices: [{numbers: 073, price: 1}]", "numbers"),
            (MECHANISM, "counties: {}", "counties: {Garissa: 1}", "'Garissa' is not among the counties of"),
            (MECHANISM, "day: 20000", "day: 0", "greater than 0"),
            (MECHANISM, "alarm_at: 0.8", "alarm_at: 80", "less than or equal to 1"),
            (MECHANISM, "wait: 5m ", "wait: 30m ", "shorter than the shortest wait of routes.yaml (0:30:00)"),
            (
                MECHANISM,
                "Kitui, organisation: KIW",
                "Kituii, organisation: KIW",
                "'Kituii' is not in gazetteer",
            ),
            (MECHANISM, "clt_lead, offices: [usaid]", "clt_lead", "write organisation, as on the roster, or"),
            (
                MECHANISM,
                "{role: clt_lead, off",
                "{role: usaid, off",
                "should be one of 'county_lead', 'deputy",
            ),
            (MECHANISM, ASKED, ASKED.replace("on: 5", "on: 15"), "brief_on must be a later day than ask_on"),
            (MECHANISM, "months: [1, 4, 7, 10]", "months: [13]", "quarterly.months.0"),
            (MECHANISM, "short_name: SEK", "short_name: [SEK", ""),
            (MECHANISM, "short_name: SEK", "short_name: @SEK", ""),
            (ROUTES, "role: clt_lead}", "role: clt_boss}", "'county_lead', 'deputy_county_lead', 'clt_lead'"),
            (ROUTES, "extreme: 15m", "extreme: never", "write it like 30s, 15m, 4h or 7d"),
            (ROUTES, "extreme: 15m", "extrem: 15m", "'minor', 'moderate', 'severe'"),
            (ROUTES, "acknowledge: true", "acknowledge: perhaps", "should be a valid boolean"),
            (ROUTES, "audience: clt", "audience: CLT!", "audience"),
            (ROUTES, "role: clt_member, sector: true", "role: ip_focal", "ip_focal must acknowledge"),
            (MECHANISM, "report_hold: 5m", "name: SEK\nreport_hold: 5m", "name stands here twice"),
            (ROUTES, "audience: rla", "audience: usaid", "the track usaid stands here twice"),
            (HAZARDS, "id: flash_flood", "id: flood", "the hazard flood stands here twice"),
            (HAZARDS, "id: flash_flood", "id: Flash Flood", "id"),
            (HAZARDS, "onset: slow", "onset: snail", "'sudden' or 'slow'"),
            (HAZARDS, "leads_to: [pasture_shortage,", "leads_to: [drout,", "'drout'"),
            (HAZARDS, "sectors: [livestock, food_security]", "sectors: [livestok]", "'livestok'"),
            (HAZARDS, 'label: {en: "Drought", sw: "Ukame"}', 'label: {en: "Drought"}', "label.sw"),
            (WORDS, "  minor: ", "  tiny: ", "'minor', 'moderate', 'severe' or 'extreme'"),
            (WORDS, "  town: {en:", "  hamlet: {en:", "'town'"),
            (WORDS, "mia: 100", "mia: many", "should be a valid integer"),
            (HAZARDS, "        state: {en: [blown", "        states: {en: [blown", "states"),
            (WORDS, "  acres: ", "  hectares: ", "'households', 'people'"),
        ],
    )
    def test_are_named_with_file_and_line_and_what_would_be_right(
        self, faulty: Own, file: str, was: str, becomes: str, said: str
    ) -> None:
        line = faulty.change(file, was, becomes)
        faults = faulty.faults()
        at_the_line = [fault for fault in faults if fault.file == file and fault.line]
        assert at_the_line, faults
        assert any(said in fault.message for fault in at_the_line), faults
        of_the_whole = ("twice", "livestok", "drout")
        if not any(word in said for word in of_the_whole) and becomes != "short_name: [SEK":
            assert line in {fault.line for fault in at_the_line}, faults

    def test_of_a_date_that_is_none_are_named(self, faulty: Own) -> None:
        """YAML reads it as a date before any check could say that it is a name."""
        faulty.change(MECHANISM, "name: South Eastern Kenya Coordination Mechanism", "name: 2026-02-30")
        assert faulty.fault().file == MECHANISM

    @pytest.mark.parametrize("setting", ["report_hold: 5m", "counties: [Makueni, Kitui, Taita Taveta]"])
    def test_name_what_is_missing(self, faulty: Own, setting: str) -> None:
        faulty.change(MECHANISM, setting, "")
        fault = faulty.fault()
        assert fault.line
        assert setting.partition(":")[0] in fault.message

    def test_name_a_wait_that_is_missing(self, faulty: Own) -> None:
        faulty.change(ROUTES, "  extreme: 15m\n", "")
        line = packaged(ROUTES)[: packaged(ROUTES).index("waits:\n")].count("\n") + 1
        fault = faulty.fault()
        assert (fault.file, fault.line, fault.message) == (
            ROUTES,
            line,
            "waits: a wait is missing for: extreme",
        )

    @pytest.mark.parametrize("name", FILES[:4])
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"- a\n- b\n",
            b"just words",
            b"\xff\xfe\x00",
            b"a: \x00",
            b"{" * 300,
            b"a: &a [*a]\n",
            b"? [a]\n: b\n",
        ],
        ids=["empty", "a list", "words", "not UTF-8", "NUL", "braces", "itself", "odd key"],
    )
    def test_of_a_file_that_is_something_else_are_named(self, faulty: Own, name: str, content: bytes) -> None:
        faulty.write(name, content)
        assert {fault.file for fault in faulty.faults()} == {name}

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            (
                "village,Kyatune,,Kitui,015,,,,,",
                "'village' should be one of county, constituency, ward, town",
            ),
            ("town,,,Kitui,015,,,,,", "name and county are needed"),
            ("town,Kyatune,,,015,,,,,", "name and county are needed"),
            ("town,Kyatune,,Kitui,015,,,,95,38", "95 is outside -90..90 degrees"),
            ("town,Kyatune,,Kitui,015,,,,-1.5,181", "181 is outside -180..180 degrees"),
            ("town,Kyatune,,Kitui,015,,,,north,38", "'north'"),
            ("town,Kyatune,,Kitui,015,,,,nan,38", "nan"),
            ("town,Kyatune", "name and county are needed"),
            ("town,Kyatune,,Kitui,015,,,,,,,more", ""),
        ],
    )
    def test_of_the_gazetteer_are_named_with_their_line(self, faulty: Own, row: str, said: str) -> None:
        content = packaged("gazetteer.csv")
        faulty.write("gazetteer.csv", f"{content}{row}\n")
        fault = faulty.fault()
        assert (fault.file, fault.line) == ("gazetteer.csv", content.count("\n") + 1)
        assert said in fault.message

    @pytest.mark.parametrize(
        "content",
        [b"", b"kind,name\n", b"\xff" + packaged("gazetteer.csv").encode()],
        ids=["empty", "columns", "UTF-8"],
    )
    def test_of_a_gazetteer_that_is_none_are_named(self, faulty: Own, content: bytes) -> None:
        faulty.write("gazetteer.csv", content)
        assert "gazetteer.csv" in {fault.file for fault in faulty.faults()}

    @pytest.mark.parametrize(
        ("was", "becomes", "said"),
        [
            ('msgid "ask.county"', 'msgid "ask.kounty"', "ask.kounty: is missing"),
            ('msgstr "Kwa kaunti gani?"', 'msgstr ""', "ask.county: has no text"),
            ("{ref}", "{reff}", "{ref}"),
            ("{ref}", "{ref", ""),
            ("{ref}", "{0}", ""),
            ('msgid "ask.county"', 'msgidd "ask.county"', ""),
        ],
        ids=["in one language only", "empty", "argument", "open brace", "number", "syntax"],
    )
    def test_of_the_texts_are_named_with_their_file(
        self, faulty: Own, was: str, becomes: str, said: str
    ) -> None:
        shutil.copytree(PACKAGED / "texts", faulty.folder / "texts")
        content = packaged("texts/sw.po")
        if was not in content:
            was = re.search(r'(?<=msgid "ask.county"\n)msgstr ".*"', content)[0]  # type: ignore[index]  # it is there, or the test fails
        faulty.change("texts/sw.po", was, becomes)
        faults = faulty.faults()
        assert any(fault.file.startswith("texts/") and said in fault.message for fault in faults), faults

    def test_of_all_files_are_named_at_once(self, faulty: Own) -> None:
        faulty.change(MECHANISM, "report_hold: 5m", "report_hold: soon")
        faulty.change(ROUTES, "extreme: 15m", "extreme: soon")
        faulty.write("gazetteer.csv", "kind\n")
        assert {fault.file for fault in faulty.faults()} >= {MECHANISM, ROUTES, "gazetteer.csv"}

    def test_are_a_line_each(self) -> None:
        assert str(Fault("routes.yaml", 7, "is wrong")) == "routes.yaml:7: is wrong"
        assert str(Fault("routes.yaml", 0, "is wrong")) == "routes.yaml: is wrong"


class TestDurations:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("30s", timedelta(seconds=30)),
            ("15m", timedelta(minutes=15)),
            ("4h", timedelta(hours=4)),
            ("7d", timedelta(days=7)),
            ("0s", timedelta()),
            ("1.5h", timedelta(minutes=90)),
            (" 2 m ", timedelta(minutes=2)),
            (timedelta(hours=1), timedelta(hours=1)),
        ],
    )
    def test_are_read(self, written: object, read: timedelta) -> None:
        assert parse_duration(written) == read

    @pytest.mark.parametrize(
        "written",
        [
            "",
            "5",
            "m",
            "5 minutes",
            "5M",
            "-5m",
            "5m5s",
            "1,5h",
            "1e3s",
            "5:00",
            None,
            5,
            5.0,
            True,
        ],
    )
    def test_are_refused_with_what_would_be_right(self, written: object) -> None:
        with pytest.raises(ValueError, match="write it like 30s, 15m, 4h or 7d"):
            parse_duration(written)

    def test_that_no_calendar_holds_are_refused(self) -> None:
        with pytest.raises(ValueError, match="99999999999d"):
            parse_duration("99999999999d")
