"""`sek run` is killed in the middle of its work: nothing is lost, and nothing is done twice."""

import random
from collections import Counter
from typing import Any

from tests.process import until
from tests.processes.installation import Installation
from tests.processes.telegram import Person, Telegram

PEOPLE, KILLS = 20, 3
REPEAT = "(repeat) "


def ask(number: int) -> str:
    return f"STATUS S{number}"


def answer(number: int) -> str:
    return f"There is no S{number}. LIST shows what is open in your counties"


def test_every_text_is_handled_once_and_every_answer_arrives(
    installation: Installation, telegram: Telegram
) -> None:
    seed = random.randrange(1_000_000)
    print("seed", seed)  # noqa: T201  # shown where the test fails, to run it again
    chance = random.Random(seed)
    people = [telegram.person(number, f"Person {number}") for number in range(PEOPLE)]
    installation.enrols(*(person.line("deputy_county_lead") for person in people))
    asked: dict[int, list[int]] = {person.id: [] for person in people}
    updates: list[dict[str, Any]] = []

    def all_ask(times: int) -> None:
        for _ in range(times):
            for person in chance.sample(people, len(people)):
                number = 1000 + len(updates)
                asked[person.id].append(number)
                updates.append(person.says(ask(number)))

    killed_at: list[int] = []
    program = installation.starts("run")
    for _ in range(KILLS):
        all_ask(1)
        # In the middle of its work: somewhere between the first of these answers and the last.
        enough = telegram.sent + chance.randrange(1, PEOPLE)
        until(lambda enough=enough: telegram.sent >= enough)
        program.kill()
        killed_at.append(1000 + len(updates))
        all_ask(1)
        program = installation.starts("run")

    until(lambda: all_have_their_answers(people, asked), seconds=60)
    until(lambda: telegram.waiting == 0)
    until(lambda: {status for *_, status in installation.deliveries()} == {"accepted"})
    # Telegram brings again what it has not heard of; the database knows it by its id.
    telegram.repeats(updates)
    until(lambda: telegram.waiting == 0)
    assert program.stop() == 0

    received = installation.inbox()
    assert Counter(received) == Counter({(str(update["update_id"]), "done"): 1 for update in updates})
    written = Counter((address, text.removeprefix(REPEAT)) for address, text, _ in installation.deliveries())
    assert written == {(str(who), answer(number)): 1 for who, numbers in asked.items() for number in numbers}
    for person in people:
        in_order = [answer(number) for number in asked[person.id]]
        first = [text for text in person.texts if not text.startswith(REPEAT)]
        assert first == [text for text in in_order if text in first], "in their order, and none of them twice"
        again = [text.removeprefix(REPEAT) for text in person.texts if text.startswith(REPEAT)]
        # A message that two kills caught under way has to go a third time, or it might never arrive.
        for number in asked[person.id]:
            caught = max(1, sum(number < killed for killed in killed_at))
            assert again.count(answer(number)) <= caught, "once more for a kill, and no more than that"
        assert {*first, *again} == {*in_order}


def all_have_their_answers(people: list[Person], asked: dict[int, list[int]]) -> bool:
    return all(
        {text.removeprefix(REPEAT) for text in person.texts} == {answer(n) for n in asked[person.id]}
        for person in people
    )
