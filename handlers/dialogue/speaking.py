"""The language of an answer."""

from handlers.language.intents import Choose, Intent, Say, Skip
from sek_core.roster.people import People
from sek_core.roster.snapshot import Person
from sek_core.work.conversations import Question


def language_of_answer(
    people: People, intent: Intent, question: Question | None, person: Person | None, wordless: bool
) -> str | None:
    """Return the language to answer in: that of the text, if its words tell.

    An answer to a question often does not tell: "Kwa Mutisya" is a name in any language, and a location or a
    photo has no words.
    """
    if question and (isinstance(intent.action, Say) or wordless):
        return question.language
    if question and isinstance(intent.action, Choose | Skip):
        return intent.language or question.language
    return intent.language or (people.language_of(person) if person else None)
