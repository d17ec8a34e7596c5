"""Reading of a text into an Intent, in the fixed order of docs/reading.md. Pure: no side effects."""

from collections.abc import Sequence

from handlers.language.answers import LONG
from handlers.language.intents import (
    AbuseReport,
    Command,
    Confirm,
    Context,
    Courtesy,
    Denial,
    Either,
    Intent,
    Report,
    Rsvp,
    Unclear,
)
from handlers.language.verbs import Verb
from handlers.language.wondering import Wondering
from handlers.language.words import asked_of, goes_with, leading, rest_of, reversed_, rsvp_digit
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import Word, plain, words_of


class Grammar(Wondering):
    """Reader of texts. Built once; safe to use from any thread."""

    def read(self, text: str, context: Context) -> Intent:
        """Return the intent of `text`. Never raises; every text has exactly one."""
        text = self._without_ask(self._as_usual(plain(text), context), context)
        words = words_of(text)
        bare = self._without_courtesy(words)
        return (
            self._whole(words)
            or self._in_exact_form(text, words, context)
            or self._standing(text, words, context)
            or self._still_waiting(text, words, context)
            or self._with_reference(text, words, bare, context)
            or self._not_solved(text, words, context)
            or self._answer(words, context)
            or self._answer(bare, context)
            or self._distress(text, words, bare, context)
            or self._worded(text, bare, context)
            or self._about_itself(words)
            or self._about_itself(bare)
            or self._attending_said(text, words, context)
            or self._confirmed(text, bare, context)
            or self._same_or_new(text, bare, context)
            or self._rsvp(text, bare, context)
            or self._long_minutes(text, words, context)
            or self._otherwise(bare, context)
            or self._away_said(text, bare, context)
            or self._wondering(text, bare, context)
            or self._report_or_command(text, words, context)
            or self._offer(text, context)
            or self._free(text, words, context)
            or self._in_doubt(text, context)
            or self._courtesy_alone(words)
            or Intent(Unclear(), self._reader.read(text, context.counties).language)
        )

    def _otherwise(self, words: Sequence[Word], context: Context) -> Intent | None:
        """Read a command in other words that stands alone, or words that take an offer back."""
        if asked_of(context).takes == "words":
            return None
        return self._offer_taken_back(words) or self._language_said(words) or self._way_alone(words)

    def _in_exact_form(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Read a command word that counts only in a form that its dialogue reads, and beside no report."""
        verb, language = self._exact.get(words[0].form, (None, None)) if words else (None, None)
        if verb is None or not context.is_form(verb.name, rest := rest_of(text, words, 1)):
            return None
        reading = self._reads(rest, context)
        reports = "deaths" in reading.affected if verb.labels else reading.sure
        if context.may_report and (reports or reading.plea or reading.protection):
            return None
        return Intent(Command(verb.name, None, rest), language)

    def _with_reference(
        self, text: str, words: Sequence[Word], bare: Sequence[Word], context: Context
    ) -> Intent | None:
        """2. Read a verb with a reference, in either order; or a reference alone, or with other words.

        A plea beside a meeting or a task is neither an answer nor a note: the convener or owner would not
        hear it as a plea.
        """
        intent = self._referring(text, words, bare, context)
        action = intent.action if intent else None
        besides = isinstance(action, Rsvp) or (isinstance(action, Command) and action.verb in self._answering)
        besides |= isinstance(action, Command) and (action.ref or "").startswith("Q")
        if besides and isinstance(action, Command | Rsvp) and (action.ref or "")[:1] in ("M", "T", "Q"):
            words_beside = action.rest if isinstance(action, Command) else action.note
            if context.may_report and self._reader.read(words_beside, context.counties).plea:
                return None
        if isinstance(action, Command) and self._verbs_by_name[action.verb].of_an_alert:
            beside = self._reader.read(action.rest, context.counties)
            if context.may_report and (beside.plea or beside.protection):
                return None
        return intent

    def _referring(
        self, text: str, words: Sequence[Word], bare: Sequence[Word], context: Context
    ) -> Intent | None:
        start = next((i for i, word in enumerate(words) if bare and word is bare[0]), 0)
        words = words[start:]
        words = words[self._about(words, text, context.exists) :]
        if not words:
            return None
        verb, language, long = self._way_before(words, text, context.exists)
        if verb is None:
            verb, language, long = self._leading(words)
        if verb and verb.reference:
            behind = words[long:]
            ref, used = leading(behind, text) or reversed_(behind, context.exists) or ("", 0)
            if ref and goes_with(verb, ref):
                return Intent(Command(verb.name, ref, rest_of(text, words, long + used)), language)
        found = leading(words, text)
        if found is None:
            return None
        ref, used = found
        if ref.startswith("Q") and not context.exists(ref):
            return None  # "Q3 budget": a quarter
        if used == len(words):
            return Intent(Command("status", ref))
        verb, language, long = self._leading(words[used:])
        if verb and verb.reference and goes_with(verb, ref):
            return Intent(Command(verb.name, ref, rest_of(text, words, used + long)), language)
        if ref.startswith("M") and used + 1 == len(words) and (said := rsvp_digit(words[used])):
            return Intent(Rsvp(said, ref))
        # "s 12 ..." inside a sentence is no reference; "S12 ..." is.
        if used > 1 and not context.exists(ref):
            return None
        if way := self._way_behind(ref, words[used:], text, context):
            return way
        rest = rest_of(text, words, used)
        reading = self._reader.read(rest, context.counties)
        if context.offers(ref, rest):
            said = "offer"
        else:
            said = "add" if reading.affected and context.waits_for(ref).ref == ref else "note"
        return Intent(Command(said, ref, rest), reading.language)

    def _distress(
        self, text: str, words: Sequence[Word], bare: Sequence[Word], context: Context
    ) -> Intent | None:
        """Read a report of abuse, or a plea, whatever question is open and whatever word comes first."""
        if not context.may_report:
            return None
        reading = self._reader.read(text, context.counties)
        if reading.protection:
            return Intent(AbuseReport(text), reading.language)
        if not reading.plea or self._is_for_others(text, words, bare, context):
            return None
        if asked_of(context).tells == "outcome" and self._reader.outcome(text) == "help":
            if not self._reader.pleads_besides(text, context.counties):
                return None
            return Intent(Either(text.strip(), reading), reading.language)
        if reading.drill:
            return Intent(Confirm(reading, text), reading.language)
        return Intent(Report(reading, text), reading.language)

    def _is_for_others(
        self, text: str, words: Sequence[Word], bare: Sequence[Word], context: Context
    ) -> bool:
        """Return True if words of distress are for others, or answer a question: TELL, TASK, long minutes,
        yes to "Is this a report?", a coordinator's question to a sender.
        """
        question = context.question
        verb, _, long = self._leading(words)
        meant_for, rest = (verb.meant_for, rest_of(text, words, long)) if verb else ("", "")
        if meant_for == "audience":
            return context.names_audience(rest)
        if meant_for == "a_person":
            return context.names_somebody(rest)
        if meant_for == "minutes" or asked_of(context).tells == "minutes":
            return len(words) > LONG
        if context.kind.confirms and bare:
            first, _ = self._verb(bare[0])
            return first is not None and first.name == "yes"
        return question is not None and context.kind.to_sender and question.left > 0 and "?" in text

    def _about_itself(self, words: Sequence[Word]) -> Intent | None:
        """Read HELP alone or with one command word, or a question such as "how do I report?"."""
        if not words:
            return None
        verb, language = self._verb(words[0])
        if verb and verb.means == "help":
            topic, _, long = self._leading(words[1:])
            about = [word.form for word in words[1:]]
            named = (topic is not None and 1 + long == len(words)) or bool(self._help_topics.get(about))
            if len(words) == 1 or named or (len(about) == 1 and about[0].isdigit()):
                return Intent(Command("help", None, " ".join(about)), language)
        asked = self._menu.get([word.form for word in words])
        return Intent(Command("help"), asked[0]) if asked else None

    def _report_or_command(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """4. Read a report, or 5. a command word. A command that does not yield comes first."""
        verb, language, long = self._leading(words)
        if verb and (verb.shape in ("whole", "option") or verb.means == "help") and verb.means != "report":
            verb = None
        rest = rest_of(text, words, long) if verb else text
        if verb and verb.of_an_alert and not context.offers("", rest):
            verb, rest = None, text
        if verb and verb.only_to_many and rest and not context.asks(rest):
            verb, rest = None, text
        if verb and verb.means == "report":
            return self._forced_report(rest, language, context) if context.may_report else None
        spared = verb is not None and self._gives_way(verb, rest, context)
        if verb and not verb.yields and not spared and self._applies(verb, words, context):
            return Intent(Command(verb.name, None, rest if verb.shape == "text" else ""), language)
        label = verb is not None and verb.labels
        # Read "INFO flood" without its command word: in a report "info" and "need" mean something else, and
        # "minutes" makes the reader take it as talk of a meeting.
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
        """Read the text after REPORT, SHOCK, ... as a report; "report on drought is attached" only talks of
        one.
        """
        reading = self._reader.read(rest, context.counties)
        if rest and reading.in_doubt and (reading.drill or "talk" in reading.doubts):
            return Intent(Confirm(reading, rest), reading.language)
        return Intent(Report(reading, rest, bare=not rest), reading.language or language)

    def _overrules(self, reading: Reading, verb: Verb) -> bool:
        """Return True if a command word such as HELP or OK is part of a report: before a sudden hazard,
        before deaths, or before a whole report. A text labelled a concern stays a concern even if it is
        whole.
        """
        if reading.hazard is None:
            return False
        sudden = self._hazards[reading.hazard].onset == "sudden"
        whole = reading.place is not None and (reading.severity is not None or bool(reading.affected))
        return sudden or "deaths" in reading.affected or (whole and not verb.labels)

    def _gives_way(self, verb: Verb, rest: str, context: Context) -> bool:
        """Return True if a command word gives way to a report: "Give us water, the drought at Mutomo is
        severe" hands over no incident.

        The verb's `gives_way` says to what:
        - to_hazard: to any hazard that the rest names.
        - to_report: to a rest that surely reports, for the sender may only mention a drought.
        - to_report_unless_allowed: to any words of a sender who may not hand over an incident.
        - to_warning: to a sure report before which no audience is named that its sender may write to.
        - unless_named: to any hazard, where the rest names no person.
        - to_sudden: to a sudden hazard or deaths, as in "Minutes ago flood in Kyuso".
        - to_end: also to the end of a hazard: "Done, the flood is over" completes no task.
        """
        may_report = context.may_report
        if verb.gives_way == "never":
            return False
        if verb.gives_way == "to_report_unless_allowed" and not context.opens(verb.name):
            return may_report
        if verb.gives_way == "to_warning":
            return may_report and not context.names_audience(rest) and self._reads(rest, context).sure
        if verb.gives_way == "to_report":
            return may_report and self._reads(rest, context).sure
        if verb.gives_way == "unless_named" and context.names_somebody(rest):
            return False
        if verb.gives_way == "to_sudden":
            return self._breaks_into_minutes(rest, context)
        reading = self._reads(rest, context)
        return reading.hazard is not None or (verb.gives_way == "to_end" and bool(reading.denied))

    def _breaks_into_minutes(self, words: str, context: Context) -> bool:
        """Return True for "Minutes ago flood in Kyuso". A drought, or any long text, may be part of the
        minutes.
        """
        reading = self._reader.read(words, context.counties)
        if reading.hazard is None or not reading.sure or len(words_of(words)) > LONG:
            return False
        return self._hazards[reading.hazard].onset == "sudden" or "deaths" in reading.affected

    def _applies(self, verb: Verb, words: Sequence[Word], context: Context) -> bool:
        """Return True if a command word without a reference is a command; "Close to 40 houses ..." is not."""
        if verb.if_allowed and not context.opens(verb.name):
            return False
        if verb.whatever_follows:  # "Meeting" alone, or with words: its dialogue says what is missing
            return True
        if not self._without_courtesy(words):
            return False  # "Kazi nzuri"
        if verb.tells_outcome and asked_of(context).tells == "outcome":
            return False
        return verb.shape == "text" or not self._without_courtesy(words[1:])

    def _offer(self, text: str, context: Context) -> Intent | None:
        """Read an offer of help in words of the sender's own: "FAO can send 2 bowsers to Kyatune"."""
        asks_for_words = asked_of(context).takes != "choices" and context.kind.lasts != "while_last"
        if asks_for_words or not context.offers_alone(text):
            return None
        return Intent(Command("offer", None, text), self._reader.read(text, context.counties).language)

    def _in_doubt(self, text: str, context: Context) -> Intent | None:
        """Read a text that may or may not be a report. Nothing is sent before the sender confirms it."""
        reading = self._reader.read(text, context.counties)
        if not (reading.in_doubt and context.may_report):
            return None
        return Intent(Confirm(reading, text), reading.language)

    def _courtesy_alone(self, words: Sequence[Word]) -> Intent | None:
        """Read a text of courtesy alone, last of all: "Asante", "Good morning", "ok thanks"."""
        bare = self._without_courtesy(words)
        if words and (not bare or [self._verb(word)[0] for word in bare] == [self._verbs["ok"][0]]):
            found = self._courtesy.find([word.form for word in words])
            return Intent(Courtesy(), found[0].values[0] if found else None)
        return None
