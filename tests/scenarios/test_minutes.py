"""Minutes on the day after a meeting: who is asked for them, who gives them, who gets them.

Today is Tuesday, 24 November 2026, 10:04.
"""

from dataclasses import replace

import pytest

from config.mechanism import Configuration
from sek_core.store.files import File
from sek_core.store.meetings import Minutes, Task
from tests.packaged import packaged
from tests.scenarios.conftest import ROSTER, Phone, World
from tests.scenarios.meetings import held
from tests.scenarios.phones import Chat
from tests.scenarios.world import chat_of

INVITED = ("Patrick Mburu", "Meshack Mulinge", "Jane Mwende")
JANE = "Jane Mwende,KIM,ip_focal,Kitui,,+254300000012,en\n"
WORDS = "Present: 14. Drought at Mutomo severe, water trucking agreed. Next on 7 January"
QUESTION = (
    "Minutes of M12 SEK meeting Kitui? Send the text or a file, and action items as TASK who, what, when"
)


@pytest.fixture(scope="session")
def configuration() -> Configuration:
    """Return a configuration without series: these stories follow a meeting."""
    whole = packaged()
    return replace(whole, meetings=whole.meetings.model_copy(update={"series": ()}))


@pytest.fixture
def jane(world: World) -> Phone:
    """The focal person of an IP in Kitui; there is a meeting today."""
    world.enrols(ROSTER + JANE)
    held(world, "M12", "Kitui", invited=INVITED)
    return world["Jane Mwende"]


def told(world: World, *parts: str, besides: str = "Patrick Mburu") -> None:
    """Check that each invitee and each member of the county's CLT gets the message once."""
    names = (*INVITED, "Kitui CLT Lead", "Kitui CLT Member")
    world.everyone_expects(*parts, among=[name for name in names if name != besides])


def minutes(world: World) -> list[Minutes]:
    with world.program.database.reading() as session:
        return session.query(Minutes).order_by(Minutes.id).all()


def test_the_lead_is_asked_and_everybody_reads_them(world: World, lead: Phone, jane: Phone) -> None:
    world.passes("23h")
    lead.expects_nothing()
    world.passes("1h")
    assert len(lead.expects(QUESTION)) <= 160
    lead.texts("TASK Jane, count the trucks, 4 Dec")
    lead.expects("T1 (M12) for Jane Mwende, KIM by Fri 4 Dec")
    jane.expects("T1 (M12)", "count the trucks")
    lead.texts(WORDS)
    lead.expects(
        "Minutes of M12 SEK meeting Kitui are kept and sent to 4 people. Action items: TASK M12 who, what, "
    )
    told(
        world,
        f'Minutes of M12 SEK meeting Kitui, from Patrick Mburu, KIWASH: "{WORDS}" MINUTES M12 shows all',
    )
    jane.texts("MINUTES M12")
    jane.expects(f'Minutes of M12 SEK meeting Kitui Tue 24 Nov, from Patrick Mburu, KIWASH: "{WORDS}"')
    jane.texts("minutes")
    jane.expects(WORDS)
    with world.program.database.reading() as session:
        assert session.get_one(Task, "T1").meeting_ref == "M12"


def test_in_swahili(world: World, makueni_lead: Phone, makueni_clt: Phone) -> None:
    held(world, "M13", "Makueni", invited=("Martin Miriti",))
    world.passes("24h")
    makueni_lead.expects(
        "Kumbukumbu za M13 Mkutano wa SEK Makueni? Tuma maandishi au faili", "KAZI nani, nini, lini"
    )
    makueni_lead.texts("kesho nitatuma")
    makueni_lead.expects("Ukiwa nazo: KUMBUKUMBU M13 na maandishi")
    makueni_lead.texts("KUMBUKUMBU M13 Tulijadili mbegu na maji, watu 12 walikuja")
    makueni_lead.expects(
        "Kumbukumbu za M13 Mkutano wa SEK Makueni zimehifadhiwa na kutumwa kwa mtu 1. Kutoa kazi: KAZI M13"
    )
    makueni_clt.expects("Minutes of M13 SEK meeting Makueni, from Martin Miriti", "Tulijadili mbegu na maji")
    makueni_lead.texts("kumbukumbu m13")
    makueni_lead.expects("Kumbukumbu za M13", "Jumanne 24 Nov", "watu 12 walikuja")


def test_long_minutes_are_cut_by_sms_and_read_in_full(world: World, lead: Phone, jane: Phone) -> None:
    words = "Need: water at Kyuso after the flood, 3 dead. " + " ".join(
        f"point {n} agreed" for n in range(60)
    )
    world.passes("24h")
    lead.ignores()
    lead.texts(words)
    lead.expects("are kept and sent to 4 people")
    for name in (*INVITED[1:], "Kitui CLT Lead", "Kitui CLT Member"):
        got = world[name].expects("Need: water at Kyuso", "MINUTES M12 shows all")
        assert world.channel == "telegram" or ("..." in got and len(got) <= 306)
    jane.texts("MINUTES M12")
    jane.expects("point 59 agreed")


def test_a_report_in_between_is_one_and_the_question_stays(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, jane: Phone
) -> None:
    world.passes("24h")
    lead.ignores()
    world.without_digests()
    lead.texts("flood Kyuso severe 3 dead")
    lead.expects("S1 FLOOD, severe")
    for phone in (deputy, clt, usaid, rla, jane):
        phone.expects("S1")
    lead.texts("list")
    lead.expects("S1")
    lead.texts("ok tomorrow")
    lead.expects("Whenever you have them: MINUTES M12")
    lead.texts("Fourteen came, water trucking was agreed")
    lead.expects("are kept and sent to 4 people")
    told(world, "Fourteen came")


def test_who_is_asked_where_there_is_no_lead(world: World, deputy: Phone, lead: Phone, jane: Phone) -> None:
    lead.texts("AWAY until 12 Dec")
    lead.expects("Meshack Mulinge, KCDMS covers")
    deputy.expects("You cover for")
    world.passes("24h")
    deputy.expects(QUESTION)
    jane.texts("MINUTES M12")
    jane.expects("There are no minutes of M12 yet. Meshack Mulinge, KCDMS is asked for them")
    deputy.texts("0")
    deputy.expects("Whenever you have them: MINUTES M12")
    lead.texts("minutes m12")
    lead.expects("There are no minutes of M12 yet. MINUTES M12 and the text gives them")


def test_given_before_they_are_asked_for_nobody_is_asked(
    world: World, lead: Phone, clt: Phone, jane: Phone
) -> None:
    clt.texts("MINUTES M12 Fourteen came")
    clt.expects("Minutes of M12 SEK meeting Kitui are kept and sent to 4 people")
    told(world, '"Fourteen came"', besides="Kitui CLT Lead")
    world.passes("26h")
    world.without_digests()


def test_the_newest_counts(world: World, lead: Phone, jane: Phone) -> None:
    lead.texts("MINUTES Fourteen came, nothing agreed")
    lead.expects("are kept and sent to 4 people. Action items")
    told(world, "nothing agreed")
    lead.texts("MINUTES M12 Fifteen came, all agreed")
    lead.expects("sent to 4 people. They replace the earlier ones. Action items: TASK M12")
    told(world, "all agreed")
    jane.texts("minutes m12")
    jane.expects("Fifteen came")
    assert [row.text[:8] for row in minutes(world)] == ["Fourteen", "Fifteen "]


def test_who_may_give_and_read_them(
    world: World, lead: Phone, rla: Phone, usaid: Phone, makueni_lead: Phone, jane: Phone
) -> None:
    jane.texts("MINUTES M12 I write what I like")
    jane.expects("Minutes are not for your role")
    usaid.texts("MINUTES M12 fourteen came")
    usaid.expects("Minutes are not for your role")
    makueni_lead.texts("KUMBUKUMBU M12")
    makueni_lead.expects("M12 si ya kaunti yako")
    makueni_lead.texts("KUMBUKUMBU M12 tulijadili mbegu")
    makueni_lead.expects("Kuleta kumbukumbu si kazi ya wadhifa wako", "Patrick Mburu")
    assert minutes(world) == []
    rla.texts("MINUTES M12 fourteen came")
    rla.expects("are kept and sent to 5 people")
    lead.expects("fourteen came")
    told(world, "fourteen came")
    usaid.texts("MINUTES M12")
    usaid.expects("fourteen came")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("MINUTES M14", "M14 is on Thu 26 Nov 10:04 and has not been held: no minutes yet"),
        ("MINUTES M14 all went well", "M14 is on Thu 26 Nov 10:04 and has not been held"),
        ("MINUTES M99", "There is no M99"),
        ("MINUTES", "There are no minutes of your meetings yet"),
        (
            "MINUTES all went well",
            "Which one? Reply:\nMINUTES M12 ... - SEK meeting Kitui\nMINUTES M13 ... - SEK",
        ),
    ],
)
def test_of_what_there_are_none(world: World, lead: Phone, jane: Phone, words: str, answer: str) -> None:
    held(world, "M13", "Kitui", days_ago=3)
    held(world, "M14", "Kitui", days_ago=-2)
    lead.texts(words)
    lead.expects(answer)
    assert minutes(world) == []


def test_minutes_ago_it_flooded(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, jane: Phone
) -> None:
    lead.texts("Minutes ago flood in Kyuso, 3 dead")
    lead.expects("S1 FLOOD, Kyuso")
    for phone in (deputy, clt, usaid, rla, jane):
        phone.expects("S1")
    assert minutes(world) == []


@pytest.mark.only("telegram")
@pytest.mark.parametrize("caption", ["", "MINUTES M12", "Fourteen came, all agreed on the trucks"])
def test_a_document_is_the_minutes(world: World, lead: Chat, jane: Chat, caption: str) -> None:
    world.passes("24h")
    lead.ignores()
    lead.shows("document", name="minutes.pdf", caption=caption)
    lead.expects("Minutes of M12 SEK meeting Kitui are kept and sent to 4 people")
    told(world, "Minutes of M12 SEK meeting Kitui, from Patrick Mburu, KIWASH")
    assert "document" in jane.hand.messages[-1]
    jane.texts("MINUTES M12")
    jane.expects("Minutes of M12")
    jane.expects("M12 document 1")
    with world.program.database.reading() as session:
        (file,) = session.query(File).all()
        assert (file.id, file.incident_ref) == (minutes(world)[0].file_id, None)


@pytest.mark.only("telegram")
def test_who_reads_by_sms_gets_a_link(world: World, lead: Chat, jane: Chat) -> None:
    program = world.program
    program.__dict__["core"] = replace(program.core, public_url="https://sek.example.org")
    header, *lines = (ROSTER + JANE).splitlines()
    cells = [line.split(",") for line in lines]
    chats = [[*row[:5], "", row[6], chat_of(row[5])] for row in cells]
    by_sms = "Kitui CLT Guest,USAID,clt_member,Kitui,,+254300000040,en,"
    world.enrols("\n".join([f"{header},telegram", *map(",".join, chats), by_sms]) + "\n")
    guest = world["Kitui CLT Guest"]
    lead.shows("document", name="minutes.pdf", caption="MINUTES M12")
    lead.expects("sent to")
    link = guest.expects("are a file", "https://sek.example.org/files/")
    told(world, "are a file")
    world.fetches_files()
    assert len(link) <= 306
    guest.texts("MINUTES M12")
    guest.expects("are the file behind this")
    guest.expects("https://sek.example.org/files/")


@pytest.mark.only("telegram")
def test_a_file_that_is_too_large_is_said_and_nobody_is_told(world: World, lead: Chat, jane: Chat) -> None:
    world.passes("24h")
    lead.ignores()
    for caption, size in (("", 30), ("MINUTES M12", 30)):
        large = lead.hand.sends("document", caption=caption)
        large["message"]["document"]["file_size"] = size * 1024 * 1024
        world.arrives(large)
        world.settle()
        lead.expects(
            "The document has 30 MB; at most 10 MB can be kept. Nobody was told. Send a smaller one",
            "MINUTES M12",
        )
    assert minutes(world) == []
    lead.texts("Fourteen came, all agreed on the trucks")
    lead.expects("are kept and sent to 4 people")
    told(world, "Fourteen came")


@pytest.mark.only("telegram")
def test_pages_that_are_sent_together(world: World, lead: Chat, jane: Chat) -> None:
    lead.shows("photo", caption="MINUTES M12")
    lead.expects("are kept and sent to 4 people")
    told(world, "are a file")
    lead.shows("photo")
    lead.expects("One file goes with the minutes, and the first has gone")
    assert len(minutes(world)) == 1


@pytest.mark.only("telegram")
def test_a_file_that_telegram_does_not_give_is_still_shown_there(
    world: World, lead: Chat, jane: Chat
) -> None:
    lead.shows("document", name="minutes.pdf", caption="MINUTES M12")
    lead.expects("are kept")
    told(world, "are a file")
    with world.program.database.writing() as session:
        session.query(File).update({"status": "refused"})
    jane.texts("MINUTES M12")
    jane.expects("are the file behind this")
    jane.expects("M12 document 1")
    assert "document" in jane.hand.messages[-1]
