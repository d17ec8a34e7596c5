"""A machine that answers every message gets some answers, and then none; a person is answered as ever."""

import pytest

from sek_core.inbox.echoes import BOUND
from tests.scenarios.conftest import Phone, World

LAST = "it gets no answer until"


def answers(phone: Phone, text: str, rounds: int = 12) -> list[str]:
    """Let a machine answer each message with this text; return what it got."""
    got: list[str] = []
    for number in range(rounds):
        phone.texts(text.format(number=number + 100))
        got += phone.unread
        phone.unread.clear()
    return got


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "HELP",
        "OK",
        "I am on leave. Ref {number}, sent {number}:15",
        "Help is on the way. This is an automatic reply.",
        "flood Kyuso severe",
    ],
)
def test_it_ends_and_the_secretariat_hears_of_it_once(
    world: World, clt: Phone, rla: Phone, text: str
) -> None:
    got = answers(clt, text)
    assert len(got) == BOUND
    assert LAST in got[-1]
    told = [
        message for message in rla.unread if "Kitui CLT Lead, USAID: the same text came 5 times" in message
    ]
    assert len(told) == 1
    world.sets_aside()
    clt.texts("drought Mutomo severe 40 households")
    clt.expects("DROUGHT, severe, Mutomo")
    world.sets_aside()
    world.passes("25h")
    world.sets_aside()
    assert answers(clt, text, rounds=1)
    world.sets_aside()


def test_a_person_is_no_machine(world: World, lead: Phone, clt: Phone) -> None:
    for _ in range(BOUND + 1):
        lead.texts("HELP")
        lead.expects("Report: FLOOD")
        world.passes("20m")
    # One word to many alerts: each is taken.
    for number, place in enumerate(("Kyuso", "Mutomo", "Nuu", "Tseikuru", "Mwingi", "Zombe"), start=1):
        lead.texts(f"flood {place} severe")
        clt.ignores()
        clt.texts("ok")
        clt.expects(f"You have S{number}")
    # Digits answer questions, and are often the same.
    world.sets_aside()
    for number in ("40", "50", "60", "70", "80", "90"):
        lead.texts(f"flood Kabati {number} households")
        assert LAST not in lead.unread[-1]
        lead.texts("2")
        assert LAST not in lead.unread[-1]
    world.sets_aside()


def test_an_unknown_machine_ends_too(world: World, stranger: Phone) -> None:
    assert len(answers(stranger, "I am away in Mutomo because of the flood")) <= BOUND
    world.sets_aside()


@pytest.mark.parametrize("text", ["YES", "NO", "1", "NEED water"])
@pytest.mark.parametrize("name", ["Kitui CLT Lead", "Meshack Mulinge"])
def test_what_answers_a_question_in_between_does_not_begin_the_count_anew(
    world: World, deputy: Phone, text: str, name: str
) -> None:
    deputy.texts("drought Kyuso severe")
    world.sets_aside()
    assert len([one for one in answers(world[name], text) if one]) <= BOUND
    world.sets_aside()


def test_one_digit_to_many_questions_is_many_answers(world: World, lead: Phone) -> None:
    for number, place in enumerate(("Kyuso", "Mutomo", "Nuu", "Tseikuru", "Mwingi", "Zombe"), start=1):
        lead.texts(f"drought {place}")
        lead.expects("How bad?")
        lead.texts("1")
        lead.expects(f"S{number} DROUGHT, minor, {place}")
    world.sets_aside()
