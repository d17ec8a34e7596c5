"""Things that people send, as tables: a new command of the program adds its row here, or, if it is about an
incident, in `tests/chaos/incidents.py`.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.chaos.incidents import OF_INCIDENTS
from tests.chaos.kind import HAZARDS, TAKERS, Kind, has_chat, on_roster, reports
from tests.chaos.person import Person

SETTLERS = frozenset({"rla", "county_lead", "deputy_county_lead"})
LEAVERS = frozenset({"ip_focal", "county_official", "sector_rep"})
"""Roles whose holders may be away: no route depends on them."""

CONVENERS = frozenset({"rla", "county_lead", "deputy_county_lead", "county_poc"})
NAIROBI = ZoneInfo("Africa/Nairobi")
STOPPERS = frozenset({"ip_focal"})
"""Roles whose holders may send STOP: alerts must still find a recipient."""

NEAR = {"Kitui": (-0.5500, 38.2200), "Makueni": (-1.8000, 37.6200), "Taita Taveta": (-3.3900, 38.5000)}


async def info(person: Person) -> None:
    token = person.ledger.token()
    await person.says(f"INFO {token} the governor comes to {person.place()}", "INFO", kept=token)


async def tell(person: Person) -> None:
    whom = person.chance.choice(["Kitui PoCs", "IPs", "county leads in Makueni", "everybody", "nobody"])
    await person.says(f"TELL {whom}: {person.ledger.token()} the meeting is moved", "TELL")


async def forbidden_tell(person: Person) -> None:
    await person.says("TELL Kitui: come", "forbidden TELL")


async def yes(person: Person) -> None:
    """Answer yes to what was read back, unless another question was asked meanwhile."""
    await person.says(person.chance.choice(["yes", "ndio", "no"]), "yes or no")


async def away_or_back(person: Person) -> None:
    words = ["AWAY until tomorrow", "LIKIZO hadi kesho", "BACK", "NIMERUDI", "AWAY"]
    await person.says(person.chance.choice(words), "AWAY and BACK")


async def triage(person: Person) -> None:
    await person.says(person.chance.choice(["TRIAGE", "KAGUA"]), "TRIAGE")


async def assign(person: Person) -> None:
    ref = person.chance.choice(person.kept)
    await person.says(f"ASSIGN {ref} {person.reference()}", "ASSIGN")


async def settle_unknown(person: Person) -> None:
    """Vouch for a stranger, or block one, by a reference that does not exist, as doing so changes who may
    speak.
    """
    ref = f"U{9_000_000 + person.ledger.number()}"
    verb = person.chance.choice(["VOUCH", "BLOCK", "UNBLOCK"])
    await person.says(f"{verb} {ref} Jane", "unknown kept text", echo=ref)


def convenes(person: Person) -> bool:
    return person.member.role in CONVENERS


def changes_one(person: Person) -> object:
    return convenes(person) and person.meetings


def knows_meeting(person: Person) -> object:
    return on_roster(person) and person.meetings


def soon(person: Person) -> str:
    """Return a day and a time some minutes from now."""
    at = datetime.now(NAIROBI) + timedelta(minutes=person.chance.randint(3, 6))
    return f"{at.day}/{at.month}/{at.year} {at:%H:%M}"


async def convene(person: Person) -> None:
    county = person.member.county or "Kitui"
    await person.says(f"MEETING {county}, {soon(person)} Hall 3", "MEETING")
    await confirm(person)


async def confirm(person: Person) -> None:
    """Confirm what was read back, or an invitation: the last question counts."""
    await person.says(person.chance.choice(["yes", "ndio"]), "yes to what was read back")


async def move(person: Person) -> None:
    await person.says(f"MOVE {person.chance.choice(person.meetings)} {soon(person)}", "MOVE")
    await confirm(person)


async def call_off(person: Person) -> None:
    await person.says(f"CALL OFF {person.chance.choice(person.meetings)} the road is gone", "CALL OFF")
    await confirm(person)


async def invite(person: Person) -> None:
    whom = person.chance.choice(["USAID", "county officials", "chair", "Wanjiku", "PoCs"])
    await person.says(f"INVITE {person.chance.choice(person.meetings)} {whom}", "INVITE")
    await confirm(person)


async def nudge(person: Person) -> None:
    await person.says(f"NUDGE {person.chance.choice(person.meetings)}", "NUDGE")


async def rsvp(person: Person) -> None:
    ref = person.chance.choice(person.meetings)
    words = ["1", "2", "3", "yes", "labda", f"YES {ref}", f"{ref} 2", f"no {ref} Jane comes", f"OK {ref}"]
    await person.says(person.chance.choice(words), "RSVP")


async def tap_rsvp(person: Person) -> None:
    """Tap a button of the newest invitation, or of an old one."""
    message, label = person.chance.choice(person.buttons("m"))
    assert person.hand is not None
    person.does(person.hand.taps(message, label), "button of an invitation")


async def item(person: Person) -> None:
    ref = person.chance.choice(person.meetings)
    await person.says(f"ITEM {ref} {person.ledger.token()} seed for the schools", "ITEM")


async def ask_of_meeting(person: Person) -> None:
    ref = person.chance.choice(person.meetings)
    words = [f"AGENDA {ref}", "MEETINGS", "MIKUTANO", ref, f"HERE {ref}", f"NIPO {ref}", "HERE"]
    await person.says(person.chance.choice(words), "AGENDA, MEETINGS, HERE")


async def help_(person: Person) -> None:
    await person.says(person.chance.choice(["HELP", "MSAADA"]), "HELP")


async def language(person: Person) -> None:
    await person.says(person.chance.choice(["LANG EN", "LUGHA SW"]), "LANG")


async def courtesy(person: Person) -> None:
    await person.says(person.chance.choice(["Asante sana", "Good morning"]), "courtesy")


async def nonsense(person: Person) -> None:
    await person.says(f"qwxz {person.ledger.number()}", "nonsense")


async def stranger(person: Person) -> None:
    words = person.chance.choice(["flood in Kibwezi", "OK S1", "STATUS S2", "who is this"])
    await person.texts(words, "stranger")


async def stop_or_start(person: Person) -> None:
    place = ("sms", person.member.phone)
    person.ledger.opted_out.add(place)
    person.stopped = not person.stopped
    await person.texts("STOP" if person.stopped else "START", "STOP and START")


async def tap_command(person: Person) -> None:
    message, label = person.chance.choice(person.buttons("say:"))
    assert person.hand is not None
    person.does(person.hand.taps(message, label), "button of a command")


async def tap_answer(person: Person) -> None:
    message, label = person.buttons("p")[-1]
    assert person.hand is not None
    person.does(person.hand.taps(message, label), "button of an answer")


async def tap_stale(person: Person) -> None:
    message, label = person.chance.choice(person.buttons("p"))
    assert person.hand is not None
    person.does(person.hand.taps(message, label), "old button")


async def edit(person: Person) -> None:
    assert person.hand is not None and person.last_update is not None
    text = f"{person.chance.choice(HAZARDS)} {person.place()} extreme {person.ledger.number()} acres"
    person.does(person.hand.edits(person.last_update, text), "edit", answered=False)


async def photo(person: Person) -> None:
    assert person.hand is not None
    caption = person.chance.choice(["", f"FLOOD {person.place()} severe"])
    person.does(person.hand.sends("photo", b"jpeg" * 100, caption=caption), "photo", answered=bool(caption))


async def location(person: Person) -> None:
    assert person.hand is not None
    person.does(person.hand.shares_location(*NEAR[person.member.county]), "location")


KINDS = (
    *OF_INCIDENTS,
    Kind("INFO", 2, reports, info),
    Kind("TELL", 4, lambda person: person.member.role in TAKERS, tell),
    Kind("forbidden TELL", 1, lambda p: reports(p) and p.member.role not in TAKERS, forbidden_tell),
    Kind("yes or no", 4, lambda person: person.member.role in TAKERS, yes),
    Kind("AWAY and BACK", 2, lambda person: person.member.role in LEAVERS, away_or_back),
    Kind("TRIAGE", 3, lambda person: person.member.role in SETTLERS, triage),
    Kind("ASSIGN", 2, lambda p: p.member.role in SETTLERS and p.kept and p.references, assign),
    Kind("unknown kept text", 2, lambda person: person.member.role in SETTLERS, settle_unknown),
    Kind("MEETING", 8, convenes, convene),
    Kind("yes to what was read back", 3, convenes, confirm),
    Kind("MOVE", 6, changes_one, move),
    Kind("CALL OFF", 2, changes_one, call_off),
    Kind("INVITE", 2, changes_one, invite),
    Kind("NUDGE", 1, changes_one, nudge),
    Kind("RSVP", 8, knows_meeting, rsvp),
    Kind("button of an invitation", 6, lambda person: person.buttons("m"), tap_rsvp),
    Kind("ITEM", 2, knows_meeting, item),
    Kind("AGENDA, MEETINGS, HERE", 4, knows_meeting, ask_of_meeting),
    Kind("HELP", 3, on_roster, help_),
    Kind("LANG", 2, on_roster, language),
    Kind("courtesy", 4, on_roster, courtesy),
    Kind("nonsense", 5, on_roster, nonsense),
    Kind("stranger", 20, lambda person: not on_roster(person), stranger),
    Kind("STOP and START", 4, lambda p: p.member.role in STOPPERS and p.member.phone, stop_or_start),
    Kind("button of a command", 8, lambda person: person.buttons("say:"), tap_command),
    Kind("button of an answer", 8, lambda person: person.buttons("p"), tap_answer),
    Kind("old button", 3, lambda person: person.buttons("p"), tap_stale),
    Kind(
        "edit",
        3,
        lambda p: p.last_update and p.last_update.get("message", {}).get("text"),
        edit,
    ),
    Kind("photo", 1, lambda person: has_chat(person) and reports(person), photo),
    Kind("location", 2, lambda p: has_chat(p) and reports(p) and p.member.county, location),
)


async def act(person: Person) -> None:
    """Do one of the things that this person can do now."""
    kinds = [kind for kind in KINDS if kind.can(person)]
    (kind,) = person.chance.choices(kinds, [kind.weight for kind in kinds])
    await kind.does(person)
