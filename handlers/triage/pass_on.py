"""Words that are not for their sender: the sender has them passed on, and the recipient answers."""

import json
from typing import Any

from config.rights import Deed
from handlers.engine import questions
from handlers.engine.refusals import PASS_ON
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Choose, Command, Skip
from sek_core.messages.screens import Moment, Screen, Text
from sek_core.triage import kept_texts, passing
from sek_core.triage.kept_texts import KeptText
from sek_core.triage.passing import Refused
from sek_core.wording import phrases
from sek_core.work.conversations import Question

YES = ("1", "yes", "ndio", "ndiyo", "ok", "sawa")
NO = ("2", "no", "hapana")


def answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Pass the words on after a yes, once."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    if not (isinstance(action, Choose) and action.value == "yes"):
        return Reply(Screen(Text("pass_on.dropped")))
    draft = json.loads(question.draft)
    receiver = passing.pass_on(
        turn.work, _of(draft), turn.sender, turn.address, draft["inbox"], draft["kept"]
    )
    if receiver is None:
        return Reply(Screen(Text("pass_on.over")))
    shown = kept_texts.name_shown(turn.work, draft["words"])
    return Reply(Screen(Text("pass_on.done", {"who": phrases.named(receiver), "name_shown": shown})))


def _of(draft: dict[str, Any]) -> Refused:
    return Refused(
        Deed(draft["deed"]), tuple(draft["counties"]), draft["words"], draft["rest"], draft["about"]
    )


def _shown(turn: Turn, question: Question) -> Text:
    """Ask again whether the words are to be passed on."""
    refused = _of(json.loads(question.draft))
    people = passing.people_who_may(turn.work, refused, turn.sender.id)
    if not people:
        return Text("pass_on.over")
    shown = kept_texts.name_shown(turn.work, refused.words)
    return Text("ask.pass_on", {"name": people[0].name, "name_shown": shown})


def by_recipient(turn: Turn, shown: KeptText, command: Command) -> Reply | None:
    """Handle the recipient's answer: "U5 no" declines, "U5 yes" asks for the reply, other words go to the
    sender. Return None for the reference alone.
    """
    work, ref, said = turn.work, shown.kept.ref, command.rest.strip()
    if not said:
        return None
    if said.strip(".!").lower() in NO:
        if passing.decline(work, shown, turn.sender, turn.address.value):
            return Reply(Screen(Text("pass_on.declined", {"who": shown.person.name if shown.person else ""})))
        by, at = shown.kept.settled_by_id, shown.kept.settled_at
        assert by is not None and at is not None
        who = phrases.named(work.people.get(by))
        return Reply(Screen(Text("pass_on.declined_by", {"ref": ref, "who": who, "time": Moment(at)})))
    if said.strip(".!").lower() in YES and shown.kept.reason == passing.PASSED:
        return Reply(Screen(Text("pass_on.how", {"reply": " ".join(shown.text.split())}), max_segments=None))
    passing.answer(work, shown, turn.sender, turn.address.value, said)
    return Reply(Screen(Text("pass_on.answered", {"who": shown.person.name if shown.person else ""})))


QUESTIONS = (Asks(PASS_ON, questions.of_choice(answered), _shown, questions.end_question),)
