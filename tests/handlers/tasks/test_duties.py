"""TASK, TASKS, DONE, MINUTES: their meaning, when they yield to a report, and the limits of minutes."""

import pytest

from handlers.dialogue.registry import REGISTRY
from handlers.language.intents import Action, Command, Confirm, Context, Courtesy, Report, Say
from sek_core.work.conversations import Question
from tests.handlers.language.test_grammar import GRAMMAR, OUTCOME

MINUTES = Question("minutes", "M12", "en", "2030-01-01T00:00:00+00:00")
LONG = "Need: water. Flood in Kyuso, 3 dead. " + "We agreed. " * 15


def read(text: str, question: Question | None = None, names: bool = False) -> Action:
    context = Context(
        ("Kitui",),
        True,
        lambda _name: True,
        question,
        REGISTRY.kind(question),
        exists=lambda ref: ref in ("S1", "M12", "T9"),
        names_somebody=lambda _words: names,
    )
    return GRAMMAR.read(text, context).action


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("TASK Jane, repair it, Friday", Command("task", None, "Jane, repair it, Friday")),
        ("KAZI Jane, rekebisha", Command("task", None, "Jane, rekebisha")),
        ("TASK M12 Jane, repair it", Command("task", "M12", "Jane, repair it")),
        ("m12 task Jane, repair it", Command("task", "M12", "Jane, repair it")),
        ("TASK T9 12 Dec", Command("task", "T9", "12 Dec")),
        ("task", Command("task")),
        ("TASKS", Command("tasks")),
        ("majukumu tafadhali", Command("tasks")),
        ("DONE T9", Command("done", "T9")),
        ("t9 done, thanks", Command("done", "T9", "thanks")),
        ("done 9t", Command("done", "T9")),
        ("TAYARI t 9 pampu imefika", Command("done", "T9", "pampu imefika")),
        ("Done, the pump works", Command("done", None, "the pump works")),
        ("done", Command("done")),
        ("T9", Command("status", "T9")),
        ("T9 the pump is late", Command("note", "T9", "the pump is late")),
        ("MINUTES M12 Fourteen came", Command("minutes", "M12", "Fourteen came")),
        ("M12 minutes: Fourteen came", Command("minutes", "M12", "Fourteen came")),
        ("kumbukumbu m12", Command("minutes", "M12")),
        ("MINUTES", Command("minutes")),
        (f"MINUTES {LONG}", Command("minutes", None, LONG.strip())),
        ("Kazi nzuri", Courtesy()),
        ("kazi nzuri sana", Courtesy()),
    ],
)
def test_commands(text: str, action: Action) -> None:
    assert read(text) == action


@pytest.mark.parametrize(
    "text",
    [
        "Task force met, flood in Kyuso, 3 dead",
        "Kazi imesimama, mafuriko Kyuso, watu 3 wamekufa",
        "Done, but now flood in Kyuso, people on roofs",
        "Tayari mafuriko Kyuso, haraka",
        "Minutes after the rain flood in Kyuso, people on roofs",
    ],
)
def test_a_report_that_begins_so_is_a_report(text: str) -> None:
    assert isinstance(read(text), Report)


def test_a_flood_that_is_over_ends_no_task() -> None:
    assert not isinstance(read("Done, the flood is over"), Command)


@pytest.mark.parametrize(
    "text", ["TASK Jane, assess the flood in Kyuso, Friday", "TASK Jane, drought severe at Mutomo: call them"]
)
def test_a_task_for_somebody_may_speak_of_a_shock(text: str) -> None:
    assert isinstance(read(text, names=True), Command)
    assert isinstance(read(text), Report | Confirm)


def test_done_may_be_what_was_done() -> None:
    assert read("done, water was trucked", OUTCOME) == Say(
        "done, water was trucked", GRAMMAR._reader.read("done, water was trucked", ("Kitui",))
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Fourteen came, all agreed", Say),
        ("Drought at Mutomo severe, 400 households, water trucking agreed", Say),
        (LONG, Say),
        ("flood in Kyuso, 3 dead", Report),
        ("TASK Jane, repair it", Command),
        (f"TASK Jane, {LONG}", Command),
        ("list", Command),
        ("asante", Courtesy),
    ],
)
def test_what_comes_when_minutes_were_asked_for(text: str, kind: type[Action]) -> None:
    assert isinstance(read(text, MINUTES, names=True), kind)
