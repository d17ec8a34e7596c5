"""Reading of answers: to an open question, to an invitation, to the last message."""

import re
from collections.abc import Sequence
from dataclasses import replace

from config.mechanism import SEVERITIES
from config.terms import STANDINGS, Standing
from handlers.language.choices import of_each, several
from handlers.language.intents import (
    RSVP,
    SAME_OR_NEW,
    Choose,
    Command,
    Context,
    Either,
    Intent,
    LateDigit,
    Rsvp,
    Say,
    Skip,
    StillWaiting,
)
from handlers.language.kinds import OF_TWO
from handlers.language.worded import Worded
from handlers.language.words import REFERENCE, asked_of, rest_of, rsvp_digit
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import Word, fold

LONG = 30
"""Number of words above which a text that answers the question for minutes is the minutes, whatever it
mentions.
"""

SHORT = 15
"""Number of words below which an answer to the question for minutes that names a hazard may be a report; the
sender is asked.
"""

LONGEST_STANDING = 4
"""Maximum number of words that say how a shock stands: "still the same"."""

PHRASE = 6
"""Words of an answer that names something; a longer one may tell of something else."""

SHORT_REPLY = 4
"""Words of an answer to an invitation that say nothing besides: "I will be there"."""

_SENT = re.compile(r"\b(?:send|sending|send you)\s+(\S+)")
_SUBSTITUTES = frozenset(
    {"my", "our", "a", "an", "someone", "somebody", "the", "another", "one", "her", "him"}
)
"""The word behind "we will send" where a person comes instead; or it is a name."""

_BESIDES = re.compile(
    r"\b(?:send\w*|late|deputy|colleague|represent\w*)\b|tuma\b|chelewa|naibu|wakilish", re.IGNORECASE
)
"""Words by which a short answer tells who comes instead, or that its sender is late: both are noted."""

_WAIT = frozenset(("no", "wait", "hold", "on", "ngoja", "subiri", "subirini", "kidogo"))

_CHOICE = re.compile(r"[0-9]{1,3}")


class Answers(Worded):
    """Reader of answers."""

    def _answer(self, words: Sequence[Word], context: Context) -> Intent | None:
        """3. Read exactly one of the options of the open question."""
        question = context.question
        if question is None or not words:
            return None
        forms = [word.form for word in words]
        if context.kind.several and (told := self._several(forms, question.choices, context)):
            return told
        if len(forms) == 1:
            verb, language = self._verb(words[0])
            if forms[0] in ("0", "o") or (verb and verb.means == "skip"):
                return Intent(Skip(), language)
            if _CHOICE.fullmatch(forms[0]) and 1 <= int(forms[0]) <= len(question.choices):
                return Intent(Choose(question.choices[int(forms[0]) - 1]))
        if context.kind.options == "severities":
            return self._named_severity(forms)
        if context.kind.tells == "outcome" and self._reader.outcome(" ".join(forms)) == "none":
            # "OK" and "nothing" take no other alert here, and answer no invitation.
            return Intent(Say(" ".join(forms), Reading())) if self._without_courtesy(words) else None
        if context.kind.options in OF_TWO:
            return None  # its words are yes and no, in both languages
        named = [choice for choice in question.choices if [fold(w) for w in choice.split()] == forms]
        return Intent(Choose(named[0])) if named else None

    def _standing(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Read how shocks stand: "2 3 1", "S1 3 S4 2"; about one, also "worse", "3 80 households"."""
        question = context.question
        if question is None or not context.kind.each or not words:
            return None
        refs, forms = question.draft.split(), [word.form for word in words]
        told = of_each(forms, refs, STANDINGS)
        if told is not None and (told or len(refs) > 1):
            return Intent(Choose(" ".join(f"{ref}:{standing}" for ref, standing in told.items())))
        if len(refs) > 1:
            return None
        standing, language, used = self._first_standing(forms)
        rest = rest_of(text, words, used)
        if standing is None or not self._only_tells_more(rest, standing, context):
            return None
        return Intent(Choose(f"{refs[0]}:{standing}", rest), language)

    def _first_standing(self, forms: Sequence[str]) -> tuple[Standing | None, str | None, int]:
        """Return the standing that words begin with, its language, and its number of words."""
        if forms[0].isdecimal() and int(forms[0]) < len(STANDINGS):
            return STANDINGS[int(forms[0])], None, 1
        for used in range(min(len(forms), LONGEST_STANDING), 0, -1):
            if found := self._standings.get(forms[:used]):
                return *found[0], used
        return None, None, 0

    def _only_tells_more(self, rest: str, standing: Standing, context: Context) -> bool:
        """Return True if words beside a standing are numbers of the same shock, or how it ended."""
        if not rest:
            return True
        reading = self._reader.read(rest, context.counties)
        if reading.plea or reading.protection or reading.hazard or reading.place or reading.outside:
            return False
        return standing == "over" or bool(reading.affected)

    def _several(self, forms: list[str], choices: Sequence[str], context: Context) -> Intent | None:
        """Read one or more of the choices, by their digits or in words: "1 3", "water and food"."""
        if chosen := several(forms, choices):
            return Intent(Choose(" ".join(chosen)))
        words = " ".join(forms)
        if named := self._reader.needs_named(words):
            return Intent(Choose(" ".join(named)), self._reader.read(words, context.counties).language)
        return None

    def _named_severity(self, forms: list[str]) -> Intent | None:
        """Read a severity and nothing else: "kali", "mbaya sana", "extreme"."""
        for severity in SEVERITIES:
            for language, phrases in self._configuration.words.severity[severity].items():
                if any([fold(word) for word in phrase.split()] == forms for phrase in phrases):
                    return Intent(Choose(severity), language)
        return None

    def _not_solved(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Read "That is not enough" as an answer to the closing of a report, whatever was asked before,
        unless it tells of a shock.
        """
        found = self._unsolved.find([word.form for word in words])
        if not found or asked_of(context).takes == "words":
            return None
        last = context.last()
        if last.what != "closed":
            return None
        reading = self._reader.read(text, context.counties)
        if reading.plea or reading.protection or reading.sure:
            return None
        verb, _ = self._verb(words[0])
        rest = rest_of(text, words, 1 if verb and verb.name == "no" else 0)
        return Intent(Command("no", last.ref, rest), found[0].values[0])

    def _still_waiting(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Read "Nothing has been done about S1", or "bado" alone, as words of a reporter who still waits."""
        forms = [word.form for word in words]
        found = self._unmet.find(forms)
        alone = () if context.question else self._unmet_alone.get(forms)
        if not (found or alone) or asked_of(context).takes == "words":
            return None
        verb, _ = self._verb(words[0])
        if (verb is not None and verb.name not in RSVP) or context.last().what == "closed":
            return None
        reading = self._reader.read(text, context.counties)
        if reading.plea or reading.protection or reading.sure:
            return None
        named = next((form.upper() for form in forms if REFERENCE.fullmatch(form)), "")
        own = context.waits_for(named)
        if not own.ref or not (found or own.taken):
            return None
        return Intent(StillWaiting(own.ref), found[0].values[0] if found else alone[0])

    def _confirmed(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Yes or no to "Is this a report?", perhaps with other words: "yes, at Kyuso"."""
        if context.question is None or context.kind.options != "yes_or_no" or not words:
            return None
        said, language, used = self._said(words)
        if said is None and self._drops(text, words, context):
            return Intent(Choose("no"))
        if said is None or said not in context.question.choices:
            return None
        rest = rest_of(text, words, used)
        if said == "no" and self._reader.read(rest, context.counties).sure:
            return None  # "no, flood in Kyuso": another report
        return Intent(Choose(said, rest), language)

    def _drops(self, text: str, words: Sequence[Word], context: Context) -> bool:
        """Return True for "forget it" and "sahau" to a question of yes or no; "wait" is neither."""
        if context.kind.of_report or context.kind.to_sender or not self._reader.takes_back(text):
            return False
        return any(word.form not in _WAIT for word in words) and not any(
            word.form.isdigit() for word in words
        )

    def _same_or_new(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Same or new to "Is this S131?", perhaps with other words, if these are no report themselves."""
        if context.kind.options != "same_or_new" or not words:
            return None
        verb, language = self._verb(words[0])
        used = 1
        if verb is None and len(words) > 1:  # "ile ile"
            verb, language = self._verbs.get(words[0].form + words[1].form, (None, None))
            used = 2
        name = verb.name if verb else None
        if name not in SAME_OR_NEW:
            name, language, used = self._said(words)
        if name is None or name not in SAME_OR_NEW:
            return None
        rest = rest_of(text, words, used)
        if self._reader.read(rest, context.counties).sure:
            return None
        return Intent(Choose(SAME_OR_NEW[name], rest), language)

    def _attending_said(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Read an answer to an invitation in words of one's own: "I will attend", "sitakuja"."""
        if asked_of(context).takes == "words" or self._is_order(words):
            return None
        if self._reader.sayings.said(text) & {"headcount", "still_on"}:
            return None  # "how many will come?"
        told = self._attends(words)
        if told is None or context.invited() == "none" or context.offers_alone(text):
            return None
        if (sent := _SENT.search(text)) and not (sent[1][:1].isupper() or sent[1].lower() in _SUBSTITUTES):
            return None  # "we will send 2 bowsers"
        said, language = told
        first = self._said(words)[0] or rsvp_digit(words[0])
        if first is not None and (first, said) != ("yes", "no"):
            return None  # "no, Jane will come for us"
        if self._is_about_a_shock(text, text, said, False, context):
            return None
        note = text.strip() if len(words) > SHORT_REPLY or _BESIDES.search(text) else ""
        return Intent(Rsvp(said, None, note), language)

    def _is_order(self, words: Sequence[Word]) -> bool:
        """Return True if a text begins with a command word other than yes, no or maybe."""
        verb, _, _ = self._leading(words)
        return verb is not None and verb.name not in (*RSVP, "take")

    def _rsvp(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Read yes, no or maybe to an invitation, perhaps with other words that affirm no shock."""
        question = context.question
        if not words or context.kind.options in OF_TWO:
            return None
        if self._reader.takes_back(text):
            return None  # "no wait"
        word, language, used = self._said(words)
        digit = rsvp_digit(words[0]) if question is None and word is None else None
        said = word or digit
        if said is None or (said == "no" and context.kind.confirms):
            return None  # no report
        rest = rest_of(text, words, used or 1)
        if rest and context.kind.takes != "choices":
            return None  # "No boreholes are left" may be what was asked for
        if rest and self._is_about_a_shock(text, rest, said, bool(digit), context):
            return None
        if not digit and (other := self._to_what_was_said_last(said, rest, context)):
            return replace(other, language=language)
        how = context.invited()
        if how == "told" and not digit and context.last().ref.startswith("M"):
            return Intent(Rsvp(said, context.last().ref, rest), language)
        if how in ("none", "told"):
            return None  # to a meeting that a person was only told of, "yes" alone says too little
        if digit and how == "word":
            return None if rest else Intent(LateDigit())
        return Intent(Rsvp(said, None, rest, digit=bool(digit)), language)

    def _to_what_was_said_last(self, said: str, rest: str, context: Context) -> Intent | None:
        """Read yes or no to a message after the invitation: about a task, an alert, or a closed report."""
        last = context.last()
        if last.what == "task" or (last.what == "closed" and said == "no"):
            return Intent(Command(said, last.ref, rest))
        if last.what == "alert" and said != "maybe":
            return Intent(Command("take" if said == "yes" else said, last.ref, rest))
        if last.what == "other" and last.ref and not rest and context.invited() not in ("none", "told"):
            return Intent(LateDigit())
        return None

    def _is_about_a_shock(self, text: str, rest: str, said: str, digit: bool, context: Context) -> bool:
        """Return True if the words are no note to an answer: "Yes, flood in Kyuso", "No flood here", "2
        houses burnt".
        """
        reading = self._reader.read(rest, context.counties)
        if digit and (
            reading.hazard or reading.affected or self._reader.read(text, context.counties).affected
        ):
            return True
        if said == "no" and self._reader.read(text, context.counties).denied:
            return True
        if reading.hazard is None:
            return False
        sudden = self._hazards[reading.hazard].onset == "sudden"
        return (reading.sure or reading.in_doubt) and (sudden or "deaths" in reading.affected)

    def _long_minutes(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """What was talked about at a meeting is no report of it, and "Need: ..." no concern."""
        if asked_of(context).tells != "minutes" or not words:
            return None
        verb, _ = self._verb(words[0])
        who_came = verb is not None and verb.tells_who_came  # "Present: 14. We agreed ..."
        if len(words) <= LONG and not (who_came and self._reader.reads_as_minutes(rest_of(text, words, 1))):
            return None
        if verb and verb.ends_asking:
            return None
        reading = self._reader.read(text, context.counties)
        if reading.plea and context.may_report and not self._reader.reads_as_minutes(text):
            return Intent(Either(text.strip(), reading), reading.language)
        return Intent(Say(text.strip(), reading), reading.language)

    def _tells_outcome(self, text: str, reading: Reading, context: Context) -> bool:
        """Return True if a named hazard belongs to the answer: "Water trucking for 400 households" is no new
        stress after "What was done?", and it is the concern after "What is the concern?".
        """
        tells = asked_of(context).tells
        if reading.hazard is None:
            return False
        if tells in ("addition", "correction"):
            return self._is_of_the_same(reading, context, anywhere=tells == "correction")
        done = self._reader.outcome(text) if tells == "outcome" else "open"
        if done == "help" or (done == "deed" and self._is_of_what_is_closed(reading, context)):
            return True
        asked = tells == "outcome" or (tells in ("matter", "minutes") and "deaths" not in reading.affected)
        return asked and self._hazards[reading.hazard].onset == "slow"

    def _is_of_what_is_closed(self, reading: Reading, context: Context) -> bool:
        """ "Flood in Kyuso" to "What was done?" about just that."""
        if asked_of(context).tells != "outcome" or "deaths" in reading.affected:
            return False
        return self._is_of_the_same(reading, context)

    def _is_of_the_same(self, reading: Reading, context: Context, *, anywhere: bool = False) -> bool:
        """Return True if the hazard is that of the incident asked about, at its place, or anywhere if
        `anywhere`.
        """
        about = context.asked_about()
        place = reading.place.name if reading.place else None
        return about.hazard == reading.hazard and (anywhere or place in (None, about.place))

    def _free(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """6. Words of one's own, where the open question takes them."""
        if context.kind.takes == "choices" or not self._without_courtesy(words):
            return None
        if context.kind.takes == "a_name" and (
            self._is_command(words[0]) or any(REFERENCE.fullmatch(word.form) for word in words)
        ):
            return None  # "HELP 1", "cancel s3" are no names
        reading = self._reader.read(text, context.counties)
        if context.may_report and self._may_be_report(text, words, reading, context):
            return Intent(Either(text.strip(), reading), reading.language)
        return Intent(Say(text.strip(), reading), reading.language)

    def _begins_with_choice(
        self, text: str, words: Sequence[Word], reading: Reading, context: Context
    ) -> bool:
        """Return True if the digit of a choice comes first: "2 the road is closed", but not "2 dead"."""
        choices = context.question.choices if context.question else ()
        digit = words[0].form
        if len(words) < 2 or not _CHOICE.fullmatch(digit) or not 1 <= int(digit) <= len(choices):
            return False
        rest = self._reader.read(rest_of(text, words, 1), context.counties)
        return reading.affected == rest.affected and not rest.urgent

    def _may_be_report(self, text: str, words: Sequence[Word], reading: Reading, context: Context) -> bool:
        """Whether an answer names danger that the question does not ask for."""
        asked = asked_of(context)
        another = len(words) > PHRASE and bool(reading.guesses)
        if context.kind.of_report and another and context.asked_about().hazard not in reading.guesses:
            return True  # only the heads take it for a report, and for another one
        if not asked.weighed or (asked.tells == "place" and reading.place is not None):
            return False
        if self._begins_with_choice(text, words, reading, context):
            return False
        done = self._reader.outcome(text) if asked.tells == "outcome" else "open"
        if done == "help":
            return False
        grave = reading.urgent or not reading.affected.keys().isdisjoint(("deaths", "missing"))
        if reading.hazard is None:
            return grave and asked.tells not in ("addition", "correction")
        if reading.hazard == context.asked_about().hazard:
            return asked.tells == "outcome" and done != "deed"
        slow = self._hazards[reading.hazard].onset == "slow"
        if grave or not slow:
            return True
        return asked.tells == "minutes" and len(words) < SHORT and not self._reader.reads_as_minutes(text)
