"""text -> Intent, in the fixed order of docs/conversations.md. Pure: it decides nothing else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from config.mechanism import SEVERITIES, Configuration
from handlers.language import references
from handlers.language.intents import (
    CONCERN,
    CONFIRM,
    FREE_QUESTIONS,
    INFO,
    MINUTES,
    NAMING,
    NET,
    OUTCOME,
    PLACE_NAME,
    READS_BACK,
    RSVP,
    SAME,
    SAME_OR_NEW,
    WEIGHED,
    YES_OR_NO,
    Choose,
    Command,
    Confirm,
    Context,
    Courtesy,
    Denial,
    Either,
    Intent,
    LateDigit,
    Protection,
    Report,
    Rsvp,
    Say,
    Skip,
    Unclear,
)
from handlers.language.verbs import NO_LANGUAGE, Verb
from sek_core.understanding.reader import Reader, Reading
from sek_core.understanding.tokens import Phrases, Word, fold, plain, words_of

LONG = 30
"""Words: a text so long that comes when minutes were asked for is the minutes, whatever was talked about."""

SHORT = 15
"""Words: fewer are the minutes of nothing where they name a hazard; that is asked."""

_CHOICE = re.compile(r"[0-9]{1,3}")


class Grammar:
    """Reads texts. Built once; may be used from any thread."""

    def __init__(self, configuration: Configuration, reader: Reader, verbs: Iterable[Verb]) -> None:
        self._reader = reader
        self._configuration = configuration
        self._hazards = configuration.hazards
        self._verbs: dict[str, tuple[Verb, str | None]] = {}
        for verb in verbs:
            for language, forms in (("en", verb.en), ("sw", verb.sw)):
                for form in forms:
                    folded = fold(form)
                    self._verbs[folded] = (verb, None if folded in NO_LANGUAGE else language)
        self._answering = frozenset(verb.name for verb, _ in self._verbs.values() if verb.answers)
        courtesy = configuration.words.courtesy
        self._courtesy: Phrases[str] = Phrases(
            (phrase, language) for language, phrases in courtesy.items() for phrase in phrases
        )
        menu = configuration.words.menu
        self._menu: Phrases[str] = Phrases(
            (phrase, language) for language, phrases in menu.items() for phrase in phrases
        )
        unsolved = configuration.words.unsolved
        self._unsolved: Phrases[str] = Phrases(
            (phrase, language) for language, phrases in unsolved.items() for phrase in phrases
        )

    def read(self, text: str, context: Context) -> Intent:
        """The intent of `text`. Never raises; every text has exactly one."""
        text = plain(text)
        words = words_of(text)
        bare = self._without_courtesy(words)
        return (
            self._whole(words)
            or self._with_reference(text, words, bare, context)
            or self._not_solved(text, words, context)
            or self._answer(words, context)
            or self._answer(bare, context)
            or self._distress(text, words, bare, context)
            or self._about_itself(words)
            or self._about_itself(bare)
            or self._confirmed(text, bare, context)
            or self._same_or_new(text, bare, context)
            or self._rsvp(text, bare, context)
            or self._long_minutes(text, words, context)
            or self._report_or_command(text, words, context)
            or self._free(text, words, context)
            or self._in_doubt(text, context)
            or self._courtesy_alone(words)
            or Intent(Unclear(), self._reader.read(text, context.counties).language)
        )

    def _whole(self, words: Sequence[Word]) -> Intent | None:
        """1. STOP / START, the whole message only."""
        verb, language = self._verb(words[0]) if len(words) == 1 else (None, None)
        if verb and verb.shape == "whole":
            return Intent(Command(verb.name), language)
        return None

    def _with_reference(
        self, text: str, words: Sequence[Word], bare: Sequence[Word], context: Context
    ) -> Intent | None:
        """2. A verb with a reference, in either order; a reference alone, or with other words.

        Beside a meeting or a task a plea is no answer and no note: whoever called it off hears nothing of it.
        """
        intent = self._referring(text, words, bare, context)
        action = intent.action if intent else None
        besides = isinstance(action, Rsvp) or (isinstance(action, Command) and action.verb in self._answering)
        if besides and isinstance(action, Command | Rsvp) and (action.ref or "")[:1] in ("M", "T"):
            words_beside = action.rest if isinstance(action, Command) else action.note
            if context.may_report and self._reader.read(words_beside, context.counties).plea:
                return None
        return intent

    def _referring(
        self, text: str, words: Sequence[Word], bare: Sequence[Word], context: Context
    ) -> Intent | None:
        start = next((i for i, word in enumerate(words) if bare and word is bare[0]), 0)
        words = words[start:]
        if not words:
            return None
        verb, language, long = self._leading(words)
        if verb and verb.reference:
            behind = words[long:]
            ref, used = (
                references.leading(behind, text) or references.reversed_(behind, context.exists) or ("", 0)
            )
            if ref and _goes_with(verb, ref):
                return Intent(Command(verb.name, ref, _rest(text, words, long + used)), language)
        found = references.leading(words, text)
        if found is None:
            return None
        ref, used = found
        if used == len(words):
            return Intent(Command("status", ref))
        verb, language, long = self._leading(words[used:])
        if verb and verb.reference and _goes_with(verb, ref):
            return Intent(Command(verb.name, ref, _rest(text, words, used + long)), language)
        if ref.startswith("M") and used + 1 == len(words) and (said := _rsvp_digit(words[used])):
            return Intent(Rsvp(said, ref))
        # "s 12 ..." inside a sentence is no reference; "S12 ..." is.
        if used > 1 and not context.exists(ref):
            return None
        rest = _rest(text, words, used)
        return Intent(Command("note", ref, rest), self._reader.read(rest, ()).language)

    def _answer(self, words: Sequence[Word], context: Context) -> Intent | None:
        """3. One of the options of the open question and nothing else."""
        question = context.question
        if question is None or not words:
            return None
        forms = [word.form for word in words]
        if len(forms) == 1:
            verb, language = self._verb(words[0])
            if forms[0] in ("0", "o") or (verb and verb.means == "skip"):
                return Intent(Skip(), language)
            if _CHOICE.fullmatch(forms[0]) and 1 <= int(forms[0]) <= len(question.choices):
                return Intent(Choose(question.choices[int(forms[0]) - 1]))
        if question.kind == "severity":
            return self._named_severity(forms)
        if question.kind == OUTCOME and self._reader.outcome(" ".join(forms)) == "none":
            # "OK" and "nothing" take no other alert here, and answer no invitation.
            return Intent(Say(" ".join(forms), Reading())) if self._without_courtesy(words) else None
        if question.kind in YES_OR_NO or question.kind == SAME:
            return None  # its words are yes and no, in both languages
        named = [choice for choice in question.choices if [fold(w) for w in choice.split()] == forms]
        return Intent(Choose(named[0])) if named else None

    def _distress(
        self, text: str, words: Sequence[Word], bare: Sequence[Word], context: Context
    ) -> Intent | None:
        """A report of abuse, or a plea: whatever is asked, and whatever word stands in front."""
        if not context.may_report:
            return None
        reading = self._reader.read(text, context.counties)
        if reading.protection:
            return Intent(Protection(text), reading.language)
        if not reading.plea or self._is_for_others(text, words, bare, context):
            return None
        if _asked(context) == OUTCOME and self._reader.outcome(text) == "help":
            if not self._reader.pleads_besides(text, context.counties):
                return None
            return Intent(Either(text.strip(), reading), reading.language)
        if reading.drill:
            return Intent(Confirm(reading, text), reading.language)
        return Intent(Report(reading, text), reading.language)

    def _is_for_others(
        self, text: str, words: Sequence[Word], bare: Sequence[Word], context: Context
    ) -> bool:
        """Whether words about distress are meant for others, or as what was asked for: TELL, TASK, long
        minutes, yes to "Is this a report?", a coordinator's question to a sender.
        """
        question = context.question
        verb, _, long = self._leading(words)
        meant_for, rest = (verb.meant_for, _rest(text, words, long)) if verb else ("", "")
        if meant_for == "audience":
            return context.names_audience(rest)
        if meant_for == "somebody":
            return context.names_somebody(rest)
        if meant_for == "minutes" or _asked(context) == MINUTES:
            return len(words) > LONG
        if question is not None and question.kind == CONFIRM and bare:
            first, _ = self._verb(bare[0])
            return first is not None and first.name == "yes"
        return question is not None and question.kind == NET and question.left > 0 and "?" in text

    def _not_solved(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """ "That is not enough" to a report that was closed, whatever was asked before; no shock."""
        found = self._unsolved.find([word.form for word in words])
        if not found or _asked(context) in FREE_QUESTIONS - NAMING:
            return None
        last = context.last()
        if last.what != "closed":
            return None
        reading = self._reader.read(text, context.counties)
        if reading.plea or reading.protection or reading.sure:
            return None
        verb, _ = self._verb(words[0])
        rest = _rest(text, words, 1 if verb and verb.name == "no" else 0)
        return Intent(Command("no", last.ref, rest), found[0].values[0])

    def _about_itself(self, words: Sequence[Word]) -> Intent | None:
        """HELP alone, or with the word that it is about; "how do I report?"."""
        if not words:
            return None
        verb, language = self._verb(words[0])
        if verb and verb.means == "help":
            topic, _, long = self._leading(words[1:])
            if len(words) == 1 or (topic is not None and 1 + long == len(words)):
                return Intent(Command("help"), language)
        asked = self._menu.get([word.form for word in words])
        return Intent(Command("help"), asked[0]) if asked else None

    def _confirmed(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Yes or no to "Is this a report?", perhaps with other words: "yes, at Kyuso"."""
        if context.question is None or context.question.kind not in YES_OR_NO or not words:
            return None
        verb, language = self._verb(words[0])
        if verb is None or verb.name not in context.question.choices:
            return None
        rest = _rest(text, words, 1)
        if verb.name == "no" and self._reader.read(rest, context.counties).sure:
            return None  # "no, flood in Kyuso": another report
        return Intent(Choose(verb.name, rest), language)

    def _same_or_new(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Same or new to "Is this S131?", perhaps with other words, if these are no report themselves."""
        if context.question is None or context.question.kind != SAME or not words:
            return None
        verb, language = self._verb(words[0])
        used = 1
        if verb is None and len(words) > 1:  # "ile ile"
            verb, language = self._verbs.get(words[0].form + words[1].form, (None, None))
            used = 2
        if verb is None or verb.name not in SAME_OR_NEW:
            return None
        rest = _rest(text, words, used)
        if self._reader.read(rest, context.counties).sure:
            return None
        return Intent(Choose(SAME_OR_NEW[verb.name], rest), language)

    def _rsvp(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Yes, no or maybe to an invitation, perhaps with other words, if these affirm no shock."""
        question = context.question
        if not words or (question is not None and question.kind in (*YES_OR_NO, SAME)):
            return None
        if self._reader.takes_back(text):
            return None  # "no wait"
        verb, language = self._verb(words[0])
        digit = _rsvp_digit(words[0]) if question is None else None
        said = verb.name if verb and verb.name in RSVP else digit
        if said is None:
            return None
        rest = _rest(text, words, 1)
        if rest and question is not None and question.kind in FREE_QUESTIONS:
            return None  # "No boreholes are left" may be what was asked for
        if rest and self._is_about_a_shock(text, rest, said, bool(digit), context):
            return None
        if not digit and (other := self._to_what_was_said_last(said, rest, context)):
            return replace(other, language=language)
        how = context.invited()
        if how == "none":
            return None
        if digit and how == "word":
            return None if rest else Intent(LateDigit())
        return Intent(Rsvp(said, None, rest, digit=bool(digit)), language)

    def _to_what_was_said_last(self, said: str, rest: str, context: Context) -> Intent | None:
        """Yes or no to what was said since the invitation: a task, an alert, that a report is closed."""
        last = context.last()
        if last.what == "task" or (last.what == "closed" and said == "no"):
            return Intent(Command(said, last.ref, rest))
        if last.what == "alert" and said != "maybe":
            return Intent(Command("take" if said == "yes" else said, last.ref, rest))
        if last.what == "other" and last.ref and not rest and context.invited() != "none":
            return Intent(LateDigit())
        return None

    def _is_about_a_shock(self, text: str, rest: str, said: str, digit: bool, context: Context) -> bool:
        """ "Yes, flood in Kyuso", "No flood here", "2 houses burnt": words that are no note to an answer."""
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
        if _asked(context) != MINUTES or not words:
            return None
        verb, _ = self._verb(words[0])
        who_came = verb is not None and verb.tells_who_came  # "Present: 14. We agreed ..."
        if len(words) <= LONG and not (who_came and self._reader.reads_as_minutes(_rest(text, words, 1))):
            return None
        if verb and verb.ends_asking:
            return None
        reading = self._reader.read(text, context.counties)
        if reading.plea and context.may_report and not self._reader.reads_as_minutes(text):
            return Intent(Either(text.strip(), reading), reading.language)
        return Intent(Say(text.strip(), reading), reading.language)

    def _named_severity(self, forms: list[str]) -> Intent | None:
        """ "kali", "mbaya sana", "extreme" and nothing else."""
        for severity in SEVERITIES:
            for language, phrases in self._configuration.words.severity[severity].items():
                if any([fold(word) for word in phrase.split()] == forms for phrase in phrases):
                    return Intent(Choose(severity), language)
        return None

    def _report_or_command(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """4. A report by itself. 5. A command word. A command that does not yield goes before."""
        verb, language, long = self._leading(words)
        if verb and (verb.shape in ("whole", "option") or verb.means == "help") and verb.means != "report":
            verb = None
        rest = _rest(text, words, long) if verb else text
        if verb and verb.means == "report":
            return self._forced_report(rest, language, context) if context.may_report else None
        spared = verb is not None and self._gives_way(verb, rest, context)
        if verb and not verb.yields and not spared and self._applies(verb, words, context):
            return Intent(Command(verb.name, None, rest if verb.shape == "text" else ""), language)
        label = verb is not None and verb.labels
        # "INFO flood": of the word itself, "info" and "need" say something else in a report.
        # And "minutes" makes it talk of a meeting.
        own = label or (spared and verb is not None and verb.gives_way == "to_sudden")
        reading = self._reader.read(rest if own else text, context.counties)
        reports = reading.sure and context.may_report and not self._tells_outcome(text, reading, context)
        if reports and not (verb and verb.yields and not self._overrules(reading, verb)):
            if self._is_of_what_is_closed(reading, context):
                return Intent(Either(text.strip(), reading), reading.language)
            return Intent(Report(reading, text), reading.language)
        if verb and label:
            return Intent(Command(verb.name, None, rest), language)
        if verb and verb.yields and self._applies(verb, words, context):
            if reading.in_doubt and context.may_report and self._overrules(reading, verb):
                return Intent(Confirm(reading, text), reading.language)
            return Intent(Command(verb.name, None, rest if verb.shape == "text" else ""), language)
        if reading.denied and not reading.hazard and context.may_report and not context.question:
            return Intent(Denial(reading.denied), reading.language)
        return None

    def _forced_report(self, rest: str, language: str | None, context: Context) -> Intent:
        """REPORT, SHOCK, ...: what follows is a report; "report on drought is attached" is talk of one."""
        reading = self._reader.read(rest, context.counties)
        if rest and reading.in_doubt and (reading.drill or "talk" in reading.doubts):
            return Intent(Confirm(reading, rest), reading.language)
        return Intent(Report(reading, rest, bare=not rest), reading.language or language)

    def _tells_outcome(self, text: str, reading: Reading, context: Context) -> bool:
        """ "Water trucking for 400 households" to "What was done?" is no new stress, and to "What is the
        concern?" it is the concern.
        """
        kind = _asked(context)
        if reading.hazard is None:
            return False
        if kind in ("note", "fix", "add"):
            return self._is_of_the_same(reading, context, anywhere=kind == "fix")
        done = self._reader.outcome(text) if kind == OUTCOME else "open"
        if done == "help" or (done == "deed" and self._is_of_what_is_closed(reading, context)):
            return True
        asked = kind == OUTCOME or (kind in (CONCERN, INFO, MINUTES) and "deaths" not in reading.affected)
        return asked and self._hazards[reading.hazard].onset == "slow"

    def _is_of_what_is_closed(self, reading: Reading, context: Context) -> bool:
        """ "Flood in Kyuso" to "What was done?" about just that."""
        if _asked(context) != OUTCOME or "deaths" in reading.affected:
            return False
        return self._is_of_the_same(reading, context)

    def _is_of_the_same(self, reading: Reading, context: Context, *, anywhere: bool = False) -> bool:
        """Whether it is of the incident that the question is about, at its place or `anywhere`."""
        about = context.asked_about()
        place = reading.place.name if reading.place else None
        return about.hazard == reading.hazard and (anywhere or place in (None, about.place))

    def _overrules(self, reading: Reading, verb: Verb) -> bool:
        """HELP or OK in front of a sudden hazard, deaths, or a whole report, is part of a report; what is
        called a concern is not for being whole.
        """
        if reading.hazard is None:
            return False
        sudden = self._hazards[reading.hazard].onset == "sudden"
        whole = reading.place is not None and (reading.severity is not None or bool(reading.affected))
        return sudden or "deaths" in reading.affected or (whole and not verb.labels)

    def _gives_way(self, verb: Verb, rest: str, context: Context) -> bool:
        """ "Give us water, the drought at Mutomo is severe" hands over nothing.

        to_hazard: any that the rest names. to_report: a rest that surely reports, for its sender may speak of
        a drought. to_report_unless_taker: any words of who may hand over nothing. to_warning: a sure report
        of who may not announce. unless_named: any hazard, where the rest names no person.
        to_sudden: "Minutes ago flood in Kyuso". to_end: "Done, the flood is over" is of no task.
        """
        may_report = context.may_report
        if verb.gives_way == "never":
            return False
        if verb.gives_way == "to_report_unless_taker" and not context.may_take:
            return may_report
        if verb.gives_way == "to_warning":
            return not context.may_take and may_report and self._reads(rest, context).sure
        if verb.gives_way == "to_report":
            return may_report and self._reads(rest, context).sure
        if verb.gives_way == "unless_named" and context.names_somebody(rest):
            return False
        if verb.gives_way == "to_sudden":
            return self._breaks_into_minutes(rest, context)
        reading = self._reads(rest, context)
        return reading.hazard is not None or (verb.gives_way == "to_end" and bool(reading.denied))

    def _reads(self, words: str, context: Context) -> Reading:
        return self._reader.read(words, context.counties)

    def _breaks_into_minutes(self, words: str, context: Context) -> bool:
        """ "Minutes ago flood in Kyuso": a drought, and whatever else is long, may have been talked about."""
        reading = self._reader.read(words, context.counties)
        if reading.hazard is None or not reading.sure or len(words_of(words)) > LONG:
            return False
        return self._hazards[reading.hazard].onset == "sudden" or "deaths" in reading.affected

    def _applies(self, verb: Verb, words: Sequence[Word], context: Context) -> bool:
        """Whether a command word without a reference is meant as one ("Close to 40 houses ...")."""
        if verb.takers_only and not context.may_take:
            return False
        if verb.whatever_follows:  # "Meeting" alone, or with words: its dialogue says what is missing
            return True
        if not self._without_courtesy(words):
            return False  # "Kazi nzuri"
        if verb.tells_outcome and _asked(context) == OUTCOME:
            return False
        return verb.shape == "text" or not self._without_courtesy(words[1:])

    def _free(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """6. Words of one's own, where the open question takes them."""
        question = context.question
        if question is None or question.kind not in FREE_QUESTIONS or not self._without_courtesy(words):
            return None
        if question.kind in NAMING and (
            self._is_command(words[0]) or any(references.REFERENCE.fullmatch(word.form) for word in words)
        ):
            return None  # "HELP 1", "cancel s3" are no names
        reading = self._reader.read(text, context.counties)
        if context.may_report and self._may_be_report(text, words, reading, context):
            return Intent(Either(text.strip(), reading), reading.language)
        return Intent(Say(text.strip(), reading), reading.language)

    def _may_be_report(self, text: str, words: Sequence[Word], reading: Reading, context: Context) -> bool:
        """Whether an answer names danger that the question does not ask for."""
        kind = _asked(context)
        if kind not in WEIGHED or (kind in ("place", PLACE_NAME) and reading.place is not None):
            return False
        done = self._reader.outcome(text) if kind == OUTCOME else "open"
        if done == "help":
            return False
        grave = reading.urgent or not reading.affected.keys().isdisjoint(("deaths", "missing"))
        if reading.hazard is None:
            return grave and kind not in ("note", "fix", "add")
        if reading.hazard == context.asked_about().hazard:
            return kind == OUTCOME and done != "deed"
        slow = self._hazards[reading.hazard].onset == "slow"
        if grave or not slow:
            return True
        return kind == MINUTES and len(words) < SHORT and not self._reader.reads_as_minutes(text)

    def _in_doubt(self, text: str, context: Context) -> Intent | None:
        """What may be a report, or may be not. Nothing is sent before its sender says so."""
        reading = self._reader.read(text, context.counties)
        if not (reading.in_doubt and context.may_report):
            return None
        return Intent(Confirm(reading, text), reading.language)

    def _courtesy_alone(self, words: Sequence[Word]) -> Intent | None:
        """Last: "Asante", "Good morning", "ok thanks"."""
        bare = self._without_courtesy(words)
        if words and (not bare or [self._verb(word)[0] for word in bare] == [self._verbs["ok"][0]]):
            found = self._courtesy.find([word.form for word in words])
            return Intent(Courtesy(), found[0].values[0] if found else None)
        return None

    def _is_command(self, word: Word) -> bool:
        """Whether a place cannot begin so; "New Mutomo" may."""
        verb, _ = self._verb(word)
        return verb is not None and not verb.in_names

    def _leading(self, words: Sequence[Word]) -> tuple[Verb | None, str | None, int]:
        """The verb with which they begin, and of how many words it is: "call off" is of two."""
        if not words:
            return None, None, 0
        if len(words) > 1:
            verb, language = self._verbs.get(f"{words[0].form} {words[1].form}", (None, None))
            if verb is not None:
                return verb, language, 2
        return *self._verb(words[0]), 1

    def _verb(self, word: Word) -> tuple[Verb | None, str | None]:
        return self._verbs.get(word.form, (None, None))

    def _without_courtesy(self, words: Sequence[Word]) -> list[Word]:
        """The words that say something besides "please", "asante", "sir"."""
        courteous: set[int] = set()
        for found in self._courtesy.find([word.form for word in words]):
            courteous.update(range(found.start, found.end))
        return [word for index, word in enumerate(words) if index not in courteous]


def _goes_with(verb: Verb, ref: str) -> bool:
    """Yes and no answer an invitation, or a task, and nothing that has another reference."""
    return verb.name not in RSVP or ref.startswith(("M", "T"))


def _asked(context: Context) -> str:
    """The kind of the open question; of words that are read back, of the question that they answer."""
    kind = context.question.kind if context.question else ""
    return READS_BACK.get(kind, kind)


def _rsvp_digit(word: Word) -> str | None:
    """What 1, 2, 3 say to an invitation."""
    return dict(zip("123", RSVP, strict=True)).get(word.form)


def _rest(text: str, words: Sequence[Word], used: int) -> str:
    """The text behind the first `used` words, as typed."""
    if used >= len(words):
        return ""
    return text[words[used].start :].strip()
