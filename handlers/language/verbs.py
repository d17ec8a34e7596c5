"""The command words, each once. The answer to HELP and the table of docs/conversations.md are made of it."""

from dataclasses import dataclass
from typing import Literal

Shape = Literal["whole", "bare", "text", "option"]
"""whole: nothing but the word. bare: perhaps with a reference. text: takes words behind it.
option: an answer to a question, never a command by itself."""

Who = Literal["all", "reporter", "taker"]
"""Whom HELP tells of it: everyone on the roster, those who may report, those who may take alerts."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that people can ask for, and its words in both languages.

    `does` and `may` say in the docs what it does and who may use it; `who` whom HELP tells of it, if
    it is `shown` there at all. `reference`: it is about something such as S127. `yields`: where the
    rest affirms a sudden hazard, deaths, or is a whole report, it is one instead. `reports_first`: the
    same of a rest that names any hazard, where there is no reference.
    """

    name: str
    en: tuple[str, ...]
    sw: tuple[str, ...]
    shape: Shape
    does: str
    may: str
    reference: bool = False
    yields: bool = False
    reports_first: bool = False
    who: Who = "all"
    shown: bool = True

    def words(self, language: str) -> tuple[str, ...]:
        """Its words in a language; those of a language that has none are English."""
        return self.sw if language == "sw" else self.en


VERBS: tuple[Verb, ...] = (
    Verb(
        "report",
        ("REPORT", "SHOCK", "STRESS", "ALERT"),
        ("RIPOTI", "TAARIFA"),
        "text",
        "a report; the bare word starts the questions",
        "everyone on the roster but observers",
        who="reporter",
        shown=False,
    ),
    Verb(
        "take",
        ("OK", "ACK", "TAKE"),
        ("SAWA", "NIMEPOKEA"),
        "bare",
        "takes an alert: I follow this up",
        "CLT lead and members of its county, USAID, RLA, chair",
        reference=True,
        yields=True,
        who="taker",
    ),
    Verb(
        "release",
        ("RELEASE",),
        ("ACHIA",),
        "bare",
        "gives it back, so that the others can take it",
        "whoever took it",
        reference=True,
        who="taker",
    ),
    Verb(
        "note",
        ("NOTE",),
        ("MAELEZO",),
        "text",
        "adds to its history, without words it asks for them; the reporters, those who were asked"
        " to act and whoever took it are told",
        "whoever may see it",
        reference=True,
    ),
    Verb(
        "close",
        ("CLOSE",),
        ("FUNGA",),
        "text",
        "closes it with what was done; the reporters, those who were asked to act and whoever "
        "took it are told, in full",
        "CLT lead and members of its county, USAID, RLA, chair",
        reference=True,
        who="taker",
    ),
    Verb(
        "fix",
        ("FIX",),
        ("SAHIHISHA",),
        "text",
        "corrects a report of mine: what it says counts instead of what I said; those who were "
        "told get one update, old and new",
        "who reported it",
        reference=True,
        who="reporter",
    ),
    Verb(
        "add",
        ("ADD",),
        ("ONGEZA",),
        "text",
        "completes a report of mine; those who were told get what is new",
        "who reported it",
        reference=True,
        who="reporter",
    ),
    Verb(
        "cancel",
        ("CANCEL",),
        ("GHAIRI",),
        "bare",
        "ends the open question; else withdraws a report of mine, within 24 hours, read back with the number "
        "of people; everyone who was told is told. If somebody else has reported it too, it stays open",
        "who reported it",
        reference=True,
        who="reporter",
    ),
    Verb("status", ("STATUS",), ("HALI",), "bare", "where it stands", "whoever may see it", reference=True),
    Verb(
        "more",
        ("MORE",),
        ("ZAIDI",),
        "bare",
        "the reports in full, as they were sent",
        "whoever may see it",
        reference=True,
    ),
    Verb("list", ("LIST",), ("ORODHA",), "bare", "what is open in my counties", "everyone on the roster"),
    Verb(
        "language",
        ("LANG",),
        ("LUGHA",),
        "text",
        "`LANG EN` or `LANG SW`: the language of messages to me",
        "everyone on the roster",
    ),
    Verb(
        "help",
        ("HELP", "MENU"),
        ("MSAADA", "MENYU"),
        "bare",
        "what I can do, in my role",
        "everyone on the roster",
        yields=True,
        shown=False,
    ),
    Verb(
        "stop",
        ("STOP",),
        ("SIMAMISHA",),
        "whole",
        "no more messages to this number; RLA and the leads of my counties are told",
        "everyone",
    ),
    Verb(
        "start", ("START",), ("ANZA",), "whole", "messages again; the same are told", "everyone", shown=False
    ),
    Verb(
        "skip",
        ("SKIP",),
        ("RUKA",),
        "option",
        "leaves a question out, as 0 does",
        "whoever was asked",
        shown=False,
    ),
    Verb(
        "yes",
        ("YES",),
        ("NDIO", "NDIYO"),
        "option",
        '"Is this a report?", "Change S127?"; words behind it are taken along',
        "whoever was asked",
        reference=True,
        shown=False,
    ),
    Verb(
        "no",
        ("NO",),
        ("HAPANA",),
        "option",
        "the same: it is none, it stays as it was",
        "whoever was asked",
        reference=True,
        shown=False,
    ),
    Verb(
        "same",
        ("SAME",),
        ("ILEILE",),
        "option",
        '"Is this S131?": it is, also with YES',
        "whoever was asked",
        shown=False,
    ),
    Verb(
        "new",
        ("NEW",),
        ("MPYA",),
        "option",
        "the same: it is another one, also with NO",
        "whoever was asked",
        shown=False,
    ),
    Verb(
        "escalate",
        ("ESCALATE",),
        ("PANDISHA",),
        "bare",
        "asks the next people at once, without waiting for those who were asked",
        "who reported it; lead and deputy, CLT lead and members of its county, USAID, RLA, chair",
        reference=True,
        who="reporter",
        shown=False,  # there is no room for it: STATUS of what nobody has taken names it
    ),
    Verb(
        "triage",
        ("TRIAGE",),
        ("KAGUA",),
        "bare",
        "the kept texts that wait, newest first, with the reply to each; `TRIAGE U5` goes on from there",
        "RLA; leads and deputies, what concerns their county",
        reference=True,
        shown=False,
    ),
    Verb(
        "vouch",
        ("VOUCH",),
        ("THIBITISHA",),
        "bare",
        "`VOUCH U5 name`: its sender is that person, and what they sent is handled as theirs; of somebody "
        "new `VOUCH U5 name, role county`",
        "the same",
        reference=True,
        shown=False,
    ),
    Verb(
        "block",
        ("BLOCK",),
        ("ZUIA",),
        "bare",
        "`BLOCK U5`: its sender is not answered and not passed on any more; what they send is kept",
        "the same",
        reference=True,
        shown=False,
    ),
    Verb(
        "unblock",
        ("UNBLOCK",),
        ("RUHUSU",),
        "bare",
        "undoes it",
        "the same",
        reference=True,
        shown=False,
    ),
    Verb(
        "assign",
        ("ASSIGN",),
        ("AMBATISHA",),
        "bare",
        "`ASSIGN U5 S127`: its words join that incident; those on it hear them",
        "the same",
        reference=True,
        shown=False,
    ),
    Verb(
        "give",
        ("GIVE",),
        ("MPE",),
        "text",
        "`GIVE S127 to Jane`, `GIVE S127 CLT lead`: hands it over to somebody who may take it, whoever "
        "has it; the receiver gets all of it, the others hear once",
        "CLT lead and members of its county, USAID, RLA, chair",
        reference=True,
        reports_first=True,
        who="taker",
    ),
    Verb(
        "reopen",
        ("REOPEN",),
        ("FUNGUA",),
        "text",
        "it is not solved, or was withdrawn by mistake: opens what was closed or withdrawn within the last "
        "14 days, perhaps with words; whoever closed it and those who were asked to act are told, and asked "
        "to take it",
        "who reported it, whoever closed it",
        reference=True,
        who="reporter",
        shown=False,
    ),
    Verb(
        "away",
        ("AWAY",),
        ("LIKIZO",),
        "text",
        "`AWAY until 12 Dec, Jane covers`: what is for me goes to Jane, who is told; a county lead's cover "
        "is the deputy. Alone: am I away, for whom do I cover",
        "everyone on the roster",
        reports_first=True,
    ),
    Verb(
        "back",
        ("BACK",),
        ("NIMERUDI",),
        "bare",
        "I am here again, as `AWAY off`",
        "everyone on the roster",
        shown=False,
    ),
    Verb(
        "concern",
        ("CONCERN", "ISSUE", "NEED", "GAP", "IDEA"),
        ("HOJA", "HITAJI", "WAZO"),
        "text",
        "an issue, need, gap or idea for the CLT (C14): followed as a shock is, in days; the bare word asks "
        "for it",
        "everyone on the roster but observers",
        yields=True,
        who="reporter",
    ),
    Verb(
        "info",
        ("INFO",),
        ("FAHAMISHA",),
        "text",
        "county information: USAID, RLA and the CLT lead read it, and need not answer; the bare word asks "
        "for it",
        "everyone on the roster but observers",
        yields=True,
        who="reporter",
        shown=False,
    ),
    Verb(
        "tell",
        ("TELL",),
        ("TANGAZA",),
        "text",
        "`TELL Kitui PoCs, the meeting is at 10`: an announcement to a county, a role or a group of the "
        "roster, read back with the number of people and the cost, and sent after YES",
        "CLT lead and members in their county, USAID, RLA, chair",
        reports_first=True,
        who="taker",
        shown=False,
    ),
    Verb(
        "meeting",
        ("MEETING",),
        ("MKUTANO",),
        "text",
        "`MEETING 3 Dec 9am County HQ` convenes one in my county, read back before anybody is invited; "
        "`MEETING EVERY first Thursday 9am County HQ` changes when the county always meets, `MEETING EVERY "
        "off` ends it",
        "lead, deputy and PoC of the county, RLA",
        reports_first=True,
        shown=False,
    ),
    Verb(
        "move",
        ("MOVE",),
        ("HAMISHA", "AHIRISHA"),
        "text",
        "`MOVE M12 10 Dec 10am`: to another time, perhaps another place; everybody is asked anew",
        "the same",
        reference=True,
        reports_first=True,
        shown=False,
    ),
    Verb(
        "call_off",
        ("CALL OFF",),
        ("FUTA",),
        "text",
        "`CALL OFF M12 reason`: it does not take place; everybody who was asked is told",
        "the same",
        reference=True,
        shown=False,
    ),
    Verb(
        "invite",
        ("INVITE",),
        ("ALIKA",),
        "text",
        "`INVITE M12 FAO, Jane Mwende`: more guests, by name, organisation, role or group",
        "the same",
        reference=True,
        shown=False,
    ),
    Verb(
        "nudge",
        ("NUDGE",),
        ("KUMBUSHA",),
        "bare",
        "asks those who have not answered once more, at most once a day",
        "the same",
        reference=True,
        shown=False,
    ),
    Verb(
        "meetings",
        ("MEETINGS",),
        ("MIKUTANO",),
        "text",
        "the next ones of my counties, what I said, and which series sleep; `MEETINGS START` wakes one; "
        "`MEETINGS LINK`: for my calendar, `MEETINGS NEW LINK` makes another one",
        "everyone on the roster",
        reports_first=True,
        shown=False,  # an invitation names what can be said
    ),
    Verb(
        "agenda",
        ("AGENDA",),
        ("AJENDA",),
        "bare",
        "what is on it: proposals, what is open in the county, tasks",
        "whoever is invited or has a role in the county",
        reference=True,
        shown=False,
    ),
    Verb(
        "item",
        ("ITEM",),
        ("PENDEKEZA",),
        "text",
        "`ITEM M12 borehole repairs in Kyuso` puts something on the agenda",
        "the same",
        reference=True,
        shown=False,
    ),
    Verb(
        "maybe",
        ("MAYBE",),
        ("LABDA",),
        "option",
        "I may come to a meeting; YES and NO say so too, or 1, 2, 3; words beside it are kept as a note",
        "whoever is invited",
        reference=True,
        shown=False,
    ),
    Verb(
        "here",
        ("HERE",),
        ("NIPO",),
        "text",
        "I am at the meeting, from half an hour before until two hours after its start; perhaps with the "
        "word that is told in the room",
        "everyone on the roster",
        reference=True,
        yields=True,
        reports_first=True,
        shown=False,
    ),
    Verb(
        "present",
        ("PRESENT",),
        ("AMEHUDHURIA",),
        "text",
        "`PRESENT M12 LMS`: they came, though they did not say so",
        "lead, deputy and PoC of the county, RLA",
        reference=True,
        reports_first=True,
        shown=False,
    ),
    Verb(
        "absent",
        ("ABSENT",),
        ("HAKUHUDHURIA",),
        "text",
        "`ABSENT M12 KIM`: they did not come",
        "the same",
        reference=True,
        reports_first=True,
        shown=False,
    ),
    Verb(
        "task",
        ("TASK",),
        ("KAZI",),
        "text",
        "`TASK Jane, repair the borehole, 12 Dec`: gives Jane a task (T9), who is told, and reminded the day "
        "before it is due and the day after; `TASK M12 ...` one agreed on at that meeting; `TASK T9 12 Dec` "
        "another day",
        "leads, deputies and PoCs in their county, CLT, USAID, RLA, chair",
        reference=True,
        reports_first=True,
        shown=False,
    ),
    Verb(
        "tasks",
        ("TASKS",),
        ("MAJUKUMU",),
        "bare",
        "what I have to do, the first due first, and what I gave to others",
        "everyone on the roster",
        shown=False,
    ),
    Verb(
        "done",
        ("DONE",),
        ("TAYARI",),
        "text",
        "`DONE T9`, perhaps with words: the task is done; whoever gave it is told. NOTE, STATUS, GIVE and "
        "CANCEL take a task too",
        "whoever has the task, or gave it",
        reference=True,
        reports_first=True,
        shown=False,
    ),
    Verb(
        "minutes",
        ("MINUTES",),
        ("KUMBUKUMBU",),
        "text",
        "`MINUTES M12` shows the minutes of a meeting, alone those of the last one; `MINUTES M12` and the "
        "text, or on Telegram a file with these words, gives them to everybody who was invited and the CLT",
        "whoever was invited or has a role for the county; giving them: leads, deputies, PoCs, CLT, RLA",
        reference=True,
        reports_first=True,
        shown=False,
    ),
)

NO_LANGUAGE = frozenset({"ok", "lang", "menu"})
"""Words that people write in every language, so that they say nothing about the text's."""

OTHER_LANGUAGE = {"en": "SW", "sw": "EN"}


def example(verb: Verb, language: str) -> str:
    """A verb as one would type it: `NOTE S1 ...`, `STATUS S1`, `LANG SW`."""
    word = verb.words(language)[0]
    if verb.name == "language":
        return f"{word} {OTHER_LANGUAGE.get(language, 'SW')}"
    if not verb.reference:
        return word
    return f"{word} S1 ..." if verb.shape == "text" else f"{word} S1"


def examples(language: str, kinds: frozenset[Who]) -> str:
    """What HELP lists for somebody of these kinds."""
    shown = (verb for verb in VERBS if verb.shown and verb.who in kinds)
    return ", ".join(example(verb, language) for verb in shown)


def table() -> str:
    """The rows of docs/conversations.md."""
    rows = [f"| {', '.join(verb.en)} | {', '.join(verb.sw)} | {verb.does} | {verb.may} |\n" for verb in VERBS]
    return "".join(["| English | Swahili | does | who may |\n", "|---|---|---|---|\n", *rows])
