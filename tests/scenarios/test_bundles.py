"""Who got many alerts gets the next ones together; what is urgent comes at once. Stories begin at 10:04."""

from datetime import timedelta

from sek_core.incidents import timeline
from sek_core.messages.channel import Refused
from tests.scenarios.conftest import ROSTER, Phone, World

PLACES = ("Kyuso", "Mutomo", "Mwingi", "Ikutha", "Nuu", "Tseikuru", "Kabati", "Zombe")


def reports(world: World, sender: Phone, *floods: str) -> None:
    """Report these floods; nobody reads what comes at once."""
    for flood in floods:
        sender.texts(flood)
    world.sets_aside()


def five_come_alone(world: World, sender: Phone) -> None:
    reports(world, sender, *(f"flood {place} moderate" for place in PLACES[:5]))


def test_the_next_ones_come_together_and_an_extreme_one_at_once(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone
) -> None:
    five_come_alone(world, deputy)
    reports(world, deputy, "flood Tseikuru moderate", "flood Kabati minor", "drought Mutito moderate")
    world.passes("1m")
    reports(world, deputy, "flood Zombe minor")
    clt.texts("OK S6")
    clt.expects("You have S6")
    deputy.ignores()
    deputy.texts("flood Voo extreme")
    clt.expects("S10 EXTREME FLOOD")
    assert "S10 EXTREME" in usaid.expects("S10"), "it is the next message"
    world.sets_aside()
    world.passes("4m")
    said = clt.expects(
        "3 more reports since 10:04: drought in Kitui S8; flood in Kitui S7, S9. OK S8", "LIST"
    )
    assert len(said) <= 160
    clt.expects_nothing()
    assert "OK S" not in lead.expects("4 more reports since 10:04", "MORE S"), "they are not asked to act"
    world.sets_aside()
    clt.texts("OK")
    clt.expects("Which one?", "OK S9")
    clt.texts("OK S8")
    clt.expects("You have S8")
    world.sets_aside()
    with world.program.database.reading() as session:
        told = [each for each in timeline.messages(session, "S8") if each.who == "Kitui CLT Lead"]
        tries = [[one.status for one in each.tries] for each in told if each.kind == "alert"]
        assert tries == [["bundled", "accepted"]], "when and by which message they were told"


def test_one_that_turns_out_severe_leaves_the_bundle(world: World, deputy: Phone, clt: Phone) -> None:
    five_come_alone(world, deputy)
    reports(world, deputy, "flood Tseikuru moderate", "flood Kabati moderate")
    deputy.texts("FIX S6 severe")
    deputy.texts("1")
    clt.expects("S6")
    world.sets_aside()
    world.passes("5m")
    clt.expects("S7 MODERATE FLOOD Kabati")
    world.sets_aside()


def test_a_bundle_that_fails_goes_to_the_next_address(world: World) -> None:
    second = "Kitui CLT Lead,USAID,clt_lead,Kitui,,+254300000044,en,clt@example.org"
    header, *lines = ROSTER.splitlines()
    same = [f"{line},clt@example.org" if "Kitui CLT Lead" in line else f"{line}," for line in lines]
    world.enrols("\n".join([f"{header},email", *same, second]) + "\n")
    deputy = world["Meshack Mulinge"]
    five_come_alone(world, deputy)
    reports(world, deputy, "flood Tseikuru moderate", "flood Kabati moderate")
    world.fails("+254300000004", Refused("InvalidPhoneNumber", permanent=True))
    world.passes("5m")
    world.phone("+254300000044").expects("2 more reports of flood in Kitui since 10:04: S6, S7", "OK S6")
    world.sets_aside()


def test_the_same_report_again_and_again_is_answered_three_times(
    world: World, deputy: Phone, clt: Phone
) -> None:
    reports(world, deputy, "flood Kyuso severe")
    clt.texts("OK S1")
    world.sets_aside()
    for number in range(4):
        if number == 3:
            world.clock.forward(timedelta(minutes=2))  # within a minute, a fifth one is a machine's
        deputy.texts("flood Kyuso severe")
        if number < 3:
            deputy.expects("You sent this at 10:04", "S1", "taken")
        deputy.expects_nothing()
    clt.expects("S1", "sent the same report again 10:04")
    clt.expects_nothing()
    world.clock.forward(timedelta(hours=1))
    deputy.texts("flood Kyuso severe")
    deputy.expects("You sent this at 10:04")
    clt.expects_nothing()
    world.sets_aside()


def test_two_hundred_reports_of_one_phone_send_few_messages_and_lose_none(
    world: World, deputy: Phone, clt: Phone, usaid: Phone
) -> None:
    for number in range(40):
        deputy.sends(f"drought {PLACES[number % 8]} moderate {100 + number} households")
    world.settle()
    world.passes("5m")
    world.passes("5m")
    assert len(clt.unread) <= 5 + 3 and len(usaid.unread) <= 5 + 3
    assert sum("more reports of drought" in text for text in clt.unread) >= 1
    world.sets_aside()
