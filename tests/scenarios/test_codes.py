"""What a forged SMS can do, and what it cannot: codes, buttons in the chat, roles that start later."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.channels import ADAPTERS
from config.mechanism import Configuration
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import History
from sek_core.work import references
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER, Phone, World
from tests.scenarios.strangers import STRANGER, statuses, writes

POCS = "".join(f"Kitui PoC {n},Kitui County,county_poc,Kitui,,+2543000002{n:02},en\n" for n in range(1, 13))

pytestmark = pytest.mark.only("sms")


@pytest.fixture
def roster() -> str:
    """Return a roster on which twelve PoCs of Kitui can be told something."""
    return ROSTER + POCS


def forges(phone: Phone, *texts: str) -> None:
    """Send texts in the name of a phone, as a forger does, who reads no answer."""
    for text in texts:
        phone.texts(text)


def count(world: World, model: type[Delivery] | type[History], **where: str) -> int:
    with world.program.database.reading() as session:
        return session.query(model).filter_by(**where).count()


def test_a_blind_forger_tells_many_people_nothing(world: World, clt: Phone, rla: Phone) -> None:
    """The forger posts the word and a yes behind it, guesses, and sends codes of other questions."""
    forges(clt, "TELL Kitui PoCs, send 5000 to this number", "YES", "1", "yes please")
    asked = clt.expects("To 12 people (county PoC, Kitui)", "To do it, reply YES ", "NO drops it")
    assert len(asked) <= 306 and "1 Yes" not in asked
    for _ in range(3):
        clt.expects("A yes alone is not enough", "Nothing is done yet")
    world.clock.forward(world.program.configuration.mechanism.codes.lasts / 2)
    code = asked.split("YES ")[1][:4]
    other = f"{(int(code) + 1) % 10_000:04}"
    for left in (4, 3, 2, 1):
        forges(clt, f"YES {other}")
        clt.expects("That is not the code, and nothing was done", f"try {left} more time")
    forges(clt, other)
    clt.expects("Too many wrong codes. Nothing was done, and RLA knows")
    rla.expects("Wrong codes were sent in the name of Kitui CLT Lead, +254300000004", "Please call them")
    forges(clt, f"YES {code}")
    clt.expects("That code does not count any more")
    assert not any(world[f"Kitui PoC {n}"].unread for n in range(1, 13))
    assert count(world, History, what="wrong code") == 5
    assert count(world, History, what="codes ended") == 1
    # The true sender does it with a code of its own, and the same code does nothing twice.
    clt.texts("TELL Kitui PoCs, the meeting is at 10")
    new = clt.code
    clt.ignores()
    clt.texts(f"Ndiyo {new[:2]} {new[2:]}")
    assert "12" in clt.unread.pop(0)
    clt.texts(new)
    clt.expects("That code does not count any more")
    for n in range(1, 13):
        assert "the meeting is at 10" in world[f"Kitui PoC {n}"].expects("10")
        world[f"Kitui PoC {n}"].expects_nothing()


def test_a_code_answers_one_question_for_ten_minutes_and_stands_in_no_list(
    world: World, clt: Phone, rla: Phone
) -> None:
    clt.texts("TELL Kitui PoCs, one")
    first = clt.code
    clt.texts("TELL Kitui PoCs, two")
    second = clt.code
    clt.ignores()
    if first != second:
        clt.texts(f"YES {first}")
        clt.expects("That is not the code")
    world.passes("10m")
    clt.texts(f"YES {second}")
    clt.expects("That code is too old. Here is a new one. Send your announcement to 12 people", "reply YES")
    with world.program.database.reading() as session:
        texts = [row.text + row.content for row in session.query(Delivery).filter(Delivery.kind == "answer")]
    assert any("reply YES ****" in text for text in texts)
    for code in (first, second, clt.code):
        assert not any(f"YES {code}" in text for text in texts)
    clt.texts("what?")
    clt.ignores()
    clt.texts("NO")
    clt.expects("nothing was sent")
    clt.texts("drought Mutomo severe")  # a report never needs anything
    clt.expects("S1 DROUGHT, severe, Mutomo, Kitui. Sent to")
    world.sets_aside()


def test_wrong_codes_close_no_word_to_its_owner(world: World, clt: Phone, rla: Phone) -> None:
    """A forger guesses all day: the codes become longer, the secretariat hears of it three times, and the
    true sender goes on by SMS.
    """
    for guesses in range(6):
        forges(clt, f"TELL Kitui PoCs, number {guesses}")
        code = clt.code
        assert len(code) == (4 if guesses < 3 else 9), "a forger has had fifteen tries at four digits"
        digits = code.replace(" ", "")
        wrong = f"{(int(digits) + 1) % 10 ** len(digits):0{len(digits)}}"
        forges(clt, *[f"YES {wrong}"] * 5)
        assert "Too many wrong codes. Nothing was done, and RLA knows. If you did not send" in clt.newest_text
    assert len(rla.unread) == 3
    world.sets_aside()
    clt.texts("TELL Kitui PoCs, the bridge is out")
    assert len(clt.code) == 9
    assert "YES **** ****" in _asked(world)
    first, second = clt.code.split()
    clt.ignores()
    clt.texts(f"YES {first}")
    clt.expects("That is not the code")
    clt.texts(f"1 {first} {second}")
    clt.ignores()
    world["Kitui PoC 7"].expects("the bridge is out")
    clt.texts(f"YES {first}{second}")
    clt.expects("That code does not count any more")
    world.sets_aside()
    world.passes("1d")
    world.sets_aside()
    clt.texts("TELL Kitui PoCs, the bridge is open")
    assert len(clt.code) == 4
    clt.confirms()
    world.sets_aside()


def _asked(world: World) -> str:
    with world.program.database.reading() as session:
        kept = session.query(Delivery).filter(Delivery.secret.is_not(None)).order_by(Delivery.id.desc())
        return kept[0].text


@pytest.mark.parametrize("guesses", [0, 4])
def test_a_chat_stays_open_whatever_comes_by_sms(
    configuration: Configuration, database: Database, clock: MovedClock, guesses: int
) -> None:
    """A number typed into the chat is no yes, unless it is the code that came by SMS."""
    head, *lines = (ROSTER + POCS).splitlines()
    both = [f"{line},{'777' if 'Kitui CLT Lead' in line else ''}" for line in lines]
    world = World(configuration, database, clock, "sms")
    world.enrols("\n".join([f"{head},telegram", *both]) + "\n")
    sms, chat = world.sms("+254300000004", "Kitui CLT Lead"), world.chat("777")
    for number in range(guesses):
        forges(sms, f"TELL Kitui PoCs, number {number}", "YES", *["YES 000"] * 5)
    sms.unread.clear()
    chat.unread.clear()
    sms.texts("TELL Kitui PoCs, the bridge is out")
    sms.expects("I asked you on Telegram")
    chat.texts("1500")
    chat.texts("2026")
    assert not world["Kitui PoC 1"].unread
    chat.unread.clear()
    sms.texts("YES")
    assert len(sms.code) == (9 if guesses else 4)
    chat.texts(f"YES {sms.code}")
    chat.unread.clear()
    world["Kitui PoC 1"].expects("the bridge is out")
    world.close()


def test_a_forger_gives_no_stranger_a_role_and_cannot_count_references(
    configuration: Configuration, database: Database, clock: MovedClock
) -> None:
    world = World(configuration, database, clock, "sms", suffix=references.unguessable)
    world.enrols(ROSTER)
    stranger, rla, lead = world.phone(STRANGER), world["RLA Secretariat"], world["Patrick Mburu"]
    writes(stranger, rla, "hello everybody there", "hello again to you")
    refs = sorted(statuses(world), key=references.number_of)
    assert [ref[:-2] for ref in refs] == ["U1", "U2"] and all(len(ref) == 4 for ref in refs)
    forges(rla, f"VOUCH {refs[0]} Desk RLA", "YES", "YES 0000 now", f"BLOCK {refs[1]}", "YES")
    assert statuses(world) == dict.fromkeys(refs, "open")
    stranger.texts("LIST")
    stranger.expects("not on the SEK roster")
    rla.unread.clear()
    # The true secretariat vouches; the lead of the county and the old number hear of it before it counts.
    rla.does(f"VOUCH {refs[1]} Patrick Mburu")
    rla.expects(f"From 10:14 on {STRANGER} is Patrick Mburu, KIWASH", f"UNDO {refs[1]}")
    lead.expects(f"From 10:14 on {STRANGER} writes as you", f"reply UNDO {refs[1]} before then")
    stranger.texts("MORE S1")
    stranger.unread.clear()
    rla.unread.clear()
    lead.texts(f"TENGUA {refs[1]}")
    lead.expects("Imezuiwa")
    rla.expects(f"{refs[1]} is not taken for Patrick Mburu, KIWASH: Patrick Mburu, KIWASH stopped it")
    world.passes("11m")
    stranger.texts("HELP")
    assert not any("Report:" in text for text in stranger.unread)
    assert set(statuses(world).values()) == {"open"}
    world.close()


def test_a_role_by_text_starts_after_the_lead_could_stop_it(
    world: World, stranger: Phone, rla: Phone, lead: Phone
) -> None:
    writes(stranger, rla, "flood Kyuso severe")
    rla.does("VOUCH U1 Jane Mwende, county PoC Kitui")
    said = rla.expects("From 10:14 on", "is Jane Mwende", "U1 is handled as theirs", "UNDO U1")
    assert len(said) <= 306
    lead.expects("U1: from 10:14 on", "Jane Mwende, county PoC, Kitui", "If not, reply UNDO U1 before then")
    rla.texts("VOUCH U1 John Mutua, county PoC Kitui")
    rla.expects("vouched for it: it is from Jane Mwende, from 10:14 on. UNDO U1 stops that")
    world.passes("9m")
    stranger.expects_nothing()
    world.passes("61s")
    stranger.expects("S1 FLOOD, severe, Kyuso, Kitui")
    world.sets_aside()
    rla.texts("UNDO U1")
    rla.expects("U1 was decided before, and can no longer be stopped by text")
    stranger.texts("LIST")
    stranger.expects("S1 flood Kyuso")


@pytest.mark.parametrize(
    "words", ["Desk, RLA", 'Desk, "SEK: reply YES 4821", RLA', "Desk, usaid", "SEK Chair"]
)
def test_of_a_role_for_all_counties_all_leads_hear(
    world: World, stranger: Phone, rla: Phone, lead: Phone, words: str
) -> None:
    """Whoever has the phone of the only person of the secretariat cannot make another one unseen."""
    writes(stranger, rla, "good morning to you all")
    rla.does(f"VOUCH U1 {words}")
    rla.expects("From 10:14 on", "RLA and the leads know", "UNDO U1")
    told = lead.expects("U1: from 10:14 on", "If not, reply UNDO U1 before then")
    assert "4821" not in told
    assert '"SEK' not in told
    world["Martin Miriti"].expects("U1: kuanzia 10:14")
    world["Martin Miriti"].texts("TENGUA U1")
    world["Martin Miriti"].expects("Imezuiwa")
    lead.expects("U1", "stopped it")
    world.sets_aside()
    world.passes("11m")
    assert set(statuses(world).values()) == {"open"}
    world.sets_aside()


def test_a_person_with_a_chat_is_asked_there(
    configuration: Configuration, database: Database, clock: MovedClock
) -> None:
    head, *lines = (ROSTER + POCS).splitlines()
    both = [f"{line},{'777' if 'Kitui CLT Lead' in line else ''}" for line in lines]
    world = World(configuration, database, clock, "sms")
    world.enrols("\n".join([f"{head},telegram", *both]) + "\n")
    sms, chat = world.sms("+254300000004", "Kitui CLT Lead"), world.chat("777")
    forges(sms, "TELL Kitui PoCs, send money", "1", "YES 1234")
    sms.expects("So that nobody can do this in your name, I asked you on Telegram: press the button there")
    chat.expects("To 12 people (county PoC, Kitui)", "send money", "1 Yes 2 No")
    # By SMS a yes does nothing, but its sender may get a code where the chat has no network.
    sms.expects("Send your announcement to 12 people", "reply YES ")
    sms.expects("That is not the code")
    assert not world["Kitui PoC 1"].unread
    chat.taps("No")
    chat.ignores()
    sms.texts("TELL Kitui PoCs, the meeting is at 10")
    sms.expects("I asked you on Telegram")
    chat.taps("Yes")
    chat.ignores()
    world["Kitui PoC 1"].expects("the meeting is at 10")
    # What came by the chat itself needs a plain yes there; a forged yes by SMS does not answer for it.
    chat.texts("TELL Kitui PoCs, bring your lists")
    chat.expects("1 Yes 2 No")
    forges(sms, "YES")
    sms.expects("reply YES ")
    world["Kitui PoC 1"].expects_nothing()
    world.close()


def test_a_channel_that_reads_no_codes_says_where_to_go(
    configuration: Configuration, database: Database, clock: MovedClock
) -> None:
    """A menu that is gone once it is read, as USSD is, cannot carry a code."""
    sms = next(each for each in ADAPTERS if each.channel.name == "sms")
    blind = replace(sms, channel=replace(sms.channel, reads_codes=False))
    others = tuple(each for each in ADAPTERS if each is not sms)
    world = World(configuration, database, clock, "sms", adapters=(blind, *others))
    world.enrols(ROSTER + POCS)
    clt = world["Kitui CLT Lead"]
    clt.texts("TELL Kitui PoCs, the meeting is at 10")
    clt.expects("This cannot be done from here, and nothing was done. Send it by Telegram")
    clt.texts("YES")
    clt.ignores()
    assert not world["Kitui PoC 1"].unread
    world.close()


@pytest.fixture
def small(configuration: Configuration, database: Database, clock: MovedClock) -> Iterator[World]:
    world = World(configuration, database, clock, "sms")
    world.enrols(ROSTER)
    yield world
    world.close()


def test_an_ordinary_month_needs_no_code(small: World) -> None:
    world = small
    lead, clt = world["Patrick Mburu"], world["Kitui CLT Lead"]
    for number in range(1, 7):
        clt.texts(f"TASK Patrick Mburu, count the goats of ward {number}, 12 Dec")
        clt.expects(f"T{number} for Patrick Mburu")
    for number, town in enumerate(("Kyuso", "Mutomo", "Ikutha"), start=1):
        lead.texts(f"flood {town} severe")
        clt.texts(f"OK S{number}")
        clt.texts(f"CLOSE S{number} the county sent two bowsers")
    world.sets_aside()
    assert world.incident("S3").status == "closed"
    lead.texts("AWAY until 12 Dec")
    lead.expects("You are away until Sat 12 Dec")
    lead.texts("BACK")
    lead.texts("MEETING 20 Dec 9am County HQ")
    lead.texts("yes")
    world.sets_aside()
    lead.texts("CALL OFF M1")
    lead.expects("1 Yes 2 No")  # nobody has been invited
    lead.texts("yes")
    assert "YES " not in lead.expects("M1")
    lead.texts("flood Zombe severe")
    world.sets_aside()
    lead.texts("CANCEL S4")
    lead.expects("1 Yes 2 No")  # a report of one's own, within ten minutes
    lead.texts("yes")
    lead.expects("S4")
    world.sets_aside()


def test_what_others_act_on_is_not_taken_back_by_a_forged_text(small: World) -> None:
    world = small
    lead, clt = world["Patrick Mburu"], world["Kitui CLT Lead"]
    lead.texts("flood Kyuso severe")
    clt.texts("OK S1")
    clt.texts("TASK Patrick Mburu, count the goats, 12 Dec")
    lead.texts("MEETING 26 Nov 2pm County HQ")
    lead.texts("yes")
    world.passes("11m")
    world.sets_aside()
    forges(lead, "CANCEL S1", "YES", "CALL OFF M1", "YES", "CANCEL M1", "1")
    forges(clt, "CANCEL T1", "YES")
    assert world.incident("S1").status == "taken"
    assert sum("reply YES " in text for text in lead.unread) == 3
    assert sum("reply YES " in text for text in clt.unread) == 1
    world.sets_aside()
    lead.does("CALL OFF M1")
    lead.expects("M1", "called off")
    lead.does("CANCEL S1")
    assert world.incident("S1").status == "cancelled"
    world.sets_aside()
