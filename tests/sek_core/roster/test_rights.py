"""The rights of the packaged table, written out: each role, word and county."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from bot.channels import CHANNELS
from config.mechanism import ROLES, Configuration
from config.rights import Deed
from sek_core.roster.people import People
from sek_core.roster.rights import Rights
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Directory, HeldRole, Person
from sek_core.triage import vouching
from sek_core.triage.vouching import Described

HERE, THERE = "Kitui", "Makueni"

COLUMNS = [
    "county_lead", "deputy_county_lead", "clt_lead", "clt_member", "usaid", "chair", "technical_office",
    "rla", "ip_focal", "county_poc", "county_official", "sector_rep", "private_sector", "observer", "admin",
]  # fmt: skip

TABLE = """
REPORT    all all all all all all all all all all all all all   . all
FIX       all all all all all all all all all all all all all   . all
ADD       all all all all all all all all all all all all all   . all
CANCEL    all all all all all all all all all all all all all   . all
REOPEN    all all all all all all all all all all all all all   . all
FILE      all all all all all all all all all all all all all   . all
CONCERN   all all all all all all all all all all all all all   . all
INFO      all all all all all all all all all all all all all   . all
OFFER     all all all all all all all all all all all all all   . all
OK          .   . own own own own   . own   . own own   .   .   .   .
RELEASE     .   . own own own own   . own   . own own   .   .   .   .
CLOSE       .   . own own own own   . own   . own own   .   .   .   .
GIVE        .   . own own own own   . own   .   .   .   .   .   .   .
ESCALATE  own own own own own own   . own   .   .   .   .   .   .   .
TELL      own own own own own all   . all   . own   .   .   .   .   .
UPDATE      .   . own own   . all   . all   .   .   .   .   .   .   .
BRIEF     own own all all all all all all own own own own own own own
NOMINATE    .   . all   . all all   . all all   .   .   .   .   .   .
APPOINT     .   .   .   .   .   .   .   .   . own own   .   .   .   .
SEAT        .   .   .   .   . all   . all   .   .   .   .   .   .   .
TASK      own own own own own own   . own   . own   .   .   .   .   .
MEETING   own own own own   . all   . own   . own   .   .   .   .   .
MOVE      own own own own   . all   . own   . own   .   .   .   .   .
CALL OFF  own own own own   . all   . own   . own   .   .   .   .   .
INVITE    own own own own   . all   . own   . own   .   .   .   .   .
GUEST     own own own own   . all   . own   . own   .   .   .   .   .
NUDGE     own own own own   . all   . own   . own   .   .   .   .   .
PRESENT   own own own own   . all   . own   . own   .   .   .   .   .
ABSENT    own own own own   . all   . own   . own   .   .   .   .   .
MINUTES   own own own own   . all   . own   . own   .   .   .   .   .
TRIAGE    own own   .   .   .   .   . all   .   .   .   .   .   .   .
BLOCK     own own   .   .   .   .   . all   .   .   .   .   .   .   .
UNBLOCK   own own   .   .   .   .   . all   .   .   .   .   .   .   .
ASSIGN    own own   .   .   .   .   . all   .   .   .   .   .   .   .
VOUCH     own own   .   .   .   .   . all   .   .   .   .   .   .   .
GROUP     own own own own own own   . own   .   .   .   .   .   . own
DUTY        .   . own own   . all   . all   .   .   .   .   .   .   .
"""
"""Rights of a role held in Kitui. own: in Kitui. all: in Makueni too. A role for all counties covers both."""

CELLS = [
    pytest.param(Deed(line[:9].strip()), role, answer, id=f"{line[:9].strip()} {role}")
    for line in TABLE.strip().splitlines()
    for role, answer in zip(COLUMNS, line[9:].split(), strict=True)
]


@pytest.fixture(scope="module")
def people(configuration: Configuration) -> People:
    now = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)
    return People(cast(Any, None), now, ZoneInfo("Africa/Nairobi"), Directory(), CHANNELS)


@pytest.fixture(scope="module")
def rights(people: People, configuration: Configuration) -> Rights:
    return Rights(people, configuration.rights, configuration.mechanism.counties)


def person(role: str, county: str | None, number: int = 1) -> Person:
    return Person(number, "Asha", "", "en", "", (HeldRole(role, county, frozenset(), None, None),))


def test_the_table_has_every_role_and_word() -> None:
    assert list(ROLES) == COLUMNS
    assert {cell.values[0] for cell in CELLS} == set(Deed)


@pytest.mark.parametrize(("deed", "role", "answer"), CELLS)
def test_who_may_do_what_where(
    rights: Rights, configuration: Configuration, deed: Deed, role: str, answer: str
) -> None:
    everywhere = list(configuration.mechanism.counties)
    may = {"own": [HERE], "all": everywhere, ".": []}[answer]
    holder, wide = person(role, HERE), person(role, None)
    assert rights.may(holder, deed, [HERE]) == (answer != ".")
    assert rights.may(holder, deed, [THERE]) == (answer == "all")
    assert rights.may(holder, deed, [THERE, HERE]) == (answer != ".")
    assert rights.may(holder, deed) == (answer != ".")
    assert rights.may(holder, deed, []) == (answer == "all")
    assert rights.counties(holder, deed) == may
    assert rights.counties(wide, deed) == (everywhere if may else [])
    assert rights.is_for_all(holder, deed) == (answer == "all")


@pytest.mark.parametrize("deed", [Deed.TAKE, Deed.RELEASE, Deed.CLOSE])
@pytest.mark.parametrize("role", ["county_poc", "county_official", "clt_lead"])
def test_what_the_county_may_do_only_if_it_is_asked(rights: Rights, deed: Deed, role: str) -> None:
    assert rights.may(person(role, HERE), deed, [HERE], if_asked=False) == (role == "clt_lead")


@pytest.mark.parametrize("deed", [Deed.MEETING, Deed.MOVE, Deed.NUDGE, Deed.PRESENT, Deed.MINUTES])
def test_an_official_of_the_conveners_convenes_in_their_county(rights: Rights, deed: Deed) -> None:
    group = frozenset({"conveners"})
    role = HeldRole("county_official", HERE, frozenset(), None, None, group)
    official = Person(1, "Asha", "", "en", "", (role,))
    assert rights.counties(official, deed) == [HERE]
    partner = HeldRole("ip_focal", HERE, frozenset(), None, None, group)
    assert not rights.may(Person(1, "Asha", "", "en", "", (partner,)), deed)


LIMITED = ("county_lead", "deputy_county_lead", "county_poc")
TO_ALL = ("clt_lead", "clt_member", "usaid", "chair", "rla")


@pytest.mark.parametrize("by", COLUMNS)
def test_to_whom_one_may_write(rights: Rights, by: str) -> None:
    limit = rights.audience(person(by, HERE), HERE)
    if by in TO_ALL:
        assert limit is None
    elif by not in LIMITED:
        assert limit == frozenset()
    else:
        assert limit is not None and {"ip_focal", "county_official", "groups"} <= limit
        assert limit.isdisjoint({"usaid", "clt_lead", "clt_member", "chair", "rla", "technical_office"})


def test_a_role_of_another_day_opens_nothing(rights: Rights) -> None:
    past = HeldRole(Role.CLT_LEAD, HERE, frozenset(), None, datetime(2026, 11, 23, tzinfo=UTC).date())
    assert not rights.may(Person(1, "Asha", "", "en", "", (past,)), Deed.TAKE)


LEAD_ADDS = ["ip_focal", "county_poc", "county_official", "sector_rep", "private_sector", "observer"]


@pytest.mark.parametrize("by", COLUMNS)
@pytest.mark.parametrize("county", [HERE, THERE, None])
def test_who_may_put_somebody_on_the_roster(
    people: People, rights: Rights, configuration: Configuration, by: str, county: str | None
) -> None:
    work = cast(Any, SimpleNamespace(people=people, rights=rights, configuration=configuration))
    added = [
        role
        for role in COLUMNS
        if vouching.may_add(work, person(by, HERE), Described("J", Role(role), county))
    ]
    leads = LEAD_ADDS if county == HERE else []
    assert added == {"rla": COLUMNS, "county_lead": leads, "deputy_county_lead": leads}.get(by, [])


@pytest.mark.parametrize("by", COLUMNS)
def test_whom_one_may_vouch_for(
    people: People, rights: Rights, configuration: Configuration, by: str
) -> None:
    work = cast(Any, SimpleNamespace(people=people, rights=rights, configuration=configuration))
    others = [
        ("county_poc", HERE),
        ("county_poc", THERE),
        ("county_poc", None),
        ("usaid", HERE),
        ("usaid", None),
    ]
    may = [vouching.may_name(work, person(by, HERE), person(role, county, 2)) for role, county in others]
    leads = [True, False, False, False, False]
    assert may == {"rla": [True] * 5, "county_lead": leads, "deputy_county_lead": leads}.get(by, [False] * 5)
