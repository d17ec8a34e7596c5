"""TRIAGE, VOUCH, BLOCK, UNBLOCK, ASSIGN: handling of texts that were kept."""

from dataclasses import replace

from config.rights import Deed, Guarded
from handlers.engine import paging, proving, questions, refusals
from handlers.engine.paging import Page
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Choose, Command, Say, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from handlers.language.words import reference_in
from sek_core.incidents import wording
from sek_core.messages.screens import LONGEST, QUOTE, Arg, Joined, Moment, Option, Screen, Text
from sek_core.response import following
from sek_core.roster.roles import WIDE, Role
from sek_core.roster.snapshot import Person
from sek_core.seats import starting
from sek_core.store.states import KeptStatus, StartStatus
from sek_core.triage import kept_texts, net, vouching
from sek_core.triage.kept_texts import KeptText
from sek_core.triage.vouching import Described
from sek_core.wording import phrases
from sek_core.work import references

LISTED = 3
"""Number of texts in one answer: two SMS, with what to reply to each."""

EXCERPT = 36

VOUCH = Kind("vouch", takes="words")
"""Who is a sender?"""


def listing(turn: Turn, command: Command) -> Reply:
    """List the open kept texts, newest first: TRIAGE. TRIAGE U5 starts from U5."""
    if not turn.may(Deed.TRIAGE):
        return refusals.refused(turn, Deed.TRIAGE, "")
    newest = references.number_of(command.ref) if command.ref and command.ref.startswith("U") else None
    found = kept_texts.open_for(turn.work, turn.sender, newest)
    if not found:
        return Reply(Screen(Text("triage.none")))
    lines: list[Arg] = [_line(shown) for shown in found[:LISTED]]
    if len(found) > LISTED:
        lines.append(Text("triage.more", {"ref": found[LISTED].kept.ref}, n=len(found) - LISTED))
    return Reply(Screen(Text("list", {"lines": Joined(tuple(lines), "\n")}), max_segments=None))


def count(turn: Turn) -> int:
    """Return the number of texts that wait for this coordinator."""
    return len(kept_texts.open_for(turn.work, turn.sender)) if turn.may(Deed.TRIAGE) else 0


def _line(shown: KeptText) -> Text:
    key = "triage.known" if shown.person else "triage.unknown"
    return Text(key, _about(shown))


def _about(shown: KeptText) -> dict[str, Arg]:
    return {
        "ref": shown.kept.ref,
        "sender": kept_texts.called(shown),
        "time": Moment(shown.kept.created_at),
        "words": excerpt(shown.text),
    }


def excerpt(text: str) -> str:
    """Return the first words of a text, in one line."""
    words = " ".join(text.replace(QUOTE, "").split()).replace('"', "'")
    if len(words) <= EXCERPT:
        return words
    cut = words[: EXCERPT + 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut[:EXCERPT]).rstrip(" .,;:") + "..."


def show(turn: Turn, command: Command) -> Reply:
    """Show a kept text and what became of it: U5 alone, STATUS U5, MORE U5."""
    shown = meant(turn, command, Deed.TRIAGE, "STATUS")
    if isinstance(shown, Reply):
        return shown
    state = _state(turn, shown)
    told = net.bundle(turn.work, turn.sender, shown.kept.ref)
    if told is not None and len(told.texts) > 1:  # the texts that went with it in one message, oldest first
        shown = replace(shown, text=" / ".join(text.text for text in told.texts))
    if state is None:
        key, about = "triage.show.known" if shown.person else "triage.show.unknown", _about(shown)
    else:
        key, about = "triage.show.over", {**_about(shown), "state": state}
    if command.verb == "more":
        return _paged(turn, command, Text(key, about), shown)
    return Reply(Screen(Text(key, about), quote=shown.text, max_segments=2), shown.kept.ref)


def _paged(turn: Turn, command: Command, text: Text, kept: KeptText) -> Reply:
    """Show a page of a kept text; the first one says of whom it is, and what to do."""
    ref = kept.kept.ref

    def shown(page: Page) -> Screen:
        behind: dict[str, Arg] = {"ref": ref, "page": paging.next_page(ref, page), "number": page.number}
        first = Text("list", {"lines": Joined((text, paging.next_page(ref, page)), "")})
        said = first if page.number == 1 else Text("more.page", behind)
        return Screen(said, quote=page.words, max_segments=LONGEST)

    page = paging.page(turn, kept.text, paging.number_of(command), shown)
    return Reply(shown(page) if page is not None else paging.over(ref), ref)


def meant(turn: Turn, command: Command, deed: Deed, word: str = "") -> KeptText | Reply:
    """Return the kept text of the reference, or the only open one, if the sender may settle it; else
    a reply.
    """
    work = turn.work
    if not turn.may(deed):
        return refusals.refused(turn, deed, "")
    if command.ref is None:
        found = kept_texts.open_for(work, turn.sender, deed=deed)
        if len(found) == 1:
            return found[0]
        return listing(turn, command) if found else Reply(Screen(Text("triage.none")))
    if not command.ref.startswith("U"):
        return Reply(Screen(Text("triage.not_kept", {"ref": command.ref, "word": word or deed.value})))
    shown = kept_texts.find(work, command.ref)
    if shown is None:
        return Reply(Screen(Text("ref.unknown", {"ref": command.ref})))
    if not kept_texts.may_settle(work, shown.kept, turn.sender, deed):
        return refusals.refused(turn, deed, command.ref)
    return shown


def _state(turn: Turn, shown: KeptText) -> Text | None:
    """Return who settled it and when, and what it became; None while it is open."""
    kept, people = shown.kept, turn.work.people
    if kept.status == KeptStatus.OPEN:
        return None
    if kept.settled_by_id is None or kept.settled_at is None:
        return Text("kept.settled")
    args: dict[str, Arg] = {
        "ref": kept.ref,
        "who": phrases.named(people.get(kept.settled_by_id)),
        "time": Moment(kept.settled_at),
        "became": kept.became or "",
        "name": phrases.name_of(people.get(kept.person_id)) if kept.person_id else "",
    }
    if kept.status == KeptStatus.REPLIED:
        return None  # it may still become a report
    if kept.became and kept.status == KeptStatus.VOUCHED:
        return Text("kept.vouched.became", args)
    return Text(f"kept.{kept.status}", args)


def reply_already_settled(turn: Turn, shown: KeptText) -> Reply:
    """Reply that the text was settled before."""
    state = _state(turn, shown) or Text("kept.settled")
    row = starting.of_kept(turn.work, shown.kept)
    if row is not None and row.status == StartStatus.WAITING and row.person_id is not None:
        args: dict[str, Arg] = {
            "who": phrases.named(turn.work.people.get(row.by_id)),
            "name": phrases.name_of(turn.work.people.get(row.person_id)),
            "time": Moment(row.starts_at),
            "ref": row.kept_ref or "",
        }
        state = Text("kept.vouched.waits", args)
    text = Text("kept.over", {"ref": shown.kept.ref, "state": state})
    return Reply(Screen(text), shown.kept.ref, leads=True)


def block(turn: Turn, command: Command) -> Reply:
    """Block the sender of a kept text, who gets no more answers, and whose texts are not passed on:
    BLOCK U5.
    """
    shown = meant(turn, command, Deed.BLOCK)
    if isinstance(shown, Reply):
        return shown
    if shown.kept.status in kept_texts.UNDECIDED and shown.person is None:
        sure = Text("block.sure", _about(shown))
        if first := proving.first(turn, Guarded.BLOCK, Command("block", shown.kept.ref), sure, 1):
            return first
    done = kept_texts.block(turn.work, shown, turn.sender, turn.address.value)
    if done == "already":
        return reply_already_settled(turn, shown)
    return Reply(Screen(Text(f"block.{done}", _about(shown))), shown.kept.ref)


def unblock(turn: Turn, command: Command) -> Reply:
    """Unblock the sender: UNBLOCK U5. The sender is answered again, and the kept texts are listed again."""
    if command.ref is None:
        return Reply(Screen(Text("unblock.which")))
    shown = meant(turn, command, Deed.UNBLOCK)
    if isinstance(shown, Reply):
        return shown
    sure = Text("unblock.sure", _about(shown))
    if first := proving.first(turn, Guarded.UNBLOCK, Command("unblock", shown.kept.ref), sure, 1):
        return first
    done = kept_texts.unblock(turn.work, shown, turn.sender, turn.address.value)
    return Reply(Screen(Text("unblock.done" if done else "unblock.not", _about(shown))), shown.kept.ref)


def assign(turn: Turn, command: Command) -> Reply:
    """Add a kept text to an incident: ASSIGN U5 S127, in either order."""
    refs = [ref for ref in (command.ref, reference_in(command.rest)) if ref]
    kept_ref = next((ref for ref in refs if ref.startswith("U")), None)
    ref = next((ref for ref in refs if ref[0] in ("S", "C")), None)
    if (
        kept_ref is None
        and ref is not None
        and len(kept_texts.open_for(turn.work, turn.sender, deed=Deed.ASSIGN)) != 1
    ):
        return Reply(Screen(Text("assign.which", {"ref": ref})))
    shown = meant(turn, Command("assign", kept_ref), Deed.ASSIGN)
    if isinstance(shown, Reply):
        return shown
    if ref is None:
        return Reply(Screen(Text("assign.where", {"ref": shown.kept.ref})), shown.kept.ref)
    incident = turn.incident(ref)
    if incident is None:
        return Reply(Screen(Text("ref.unknown", {"ref": ref})))
    if not following.may_see(turn.work, incident, turn.sender):
        return Reply(Screen(Text("ref.forbidden", {"ref": ref})))
    told = kept_texts.assign(turn.work, shown, incident, turn.sender, turn.address.value)
    if told is None:
        return reply_already_settled(turn, shown)
    about: dict[str, Arg] = {"ref": shown.kept.ref, "incident": wording.short(incident), "to": ref}
    return Reply(Screen(Text("assign.done", about, n=told)), ref)


def vouch(turn: Turn, command: Command) -> Reply:
    """Vouch for a sender: VOUCH U5 name. The sender is that person, and the texts are handled as theirs."""
    shown = meant(turn, command, Deed.VOUCH)
    if isinstance(shown, Reply):
        return shown
    if shown.kept.reason != kept_texts.UNKNOWN:
        return Reply(Screen(Text("vouch.known", _about(shown))), shown.kept.ref)
    if shown.kept.status not in kept_texts.UNDECIDED:
        return reply_already_settled(turn, shown)
    return _vouch_for(turn, shown, command.rest)


def answered(turn: Turn, action: Choose | Skip | Say) -> Reply:
    """Handle the answer that says who the sender is: a number of the list, or a name."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    shown = kept_texts.find(turn.work, question.about)
    assert shown is not None  # it was there when the question was asked
    if shown.kept.status not in kept_texts.UNDECIDED:
        return reply_already_settled(turn, shown)
    match action:
        case Skip():
            return Reply(Screen(Text("vouch.dropped", {"ref": question.about})), question.about)
        case Choose(value):
            chosen = question.draft.split()[question.choices.index(value)]
            return _done(turn, shown, turn.work.people.get(int(chosen)))
        case Say(words):
            return _vouch_for(turn, shown, words)


def _vouch_for(turn: Turn, shown: KeptText, words: str) -> Reply:
    """Vouch by name for a person on the roster, one of several to choose from, or a new person."""
    work, ref = turn.work, shown.kept.ref
    if shown.person is not None and not words:
        return _done(turn, shown, shown.person)  # the roster has got the person meanwhile
    if not words:
        turn.ask(VOUCH, ref)
        return Reply(Screen(Text("ask.vouch", {"ref": ref}), skippable=True), ref)
    if turn.proven and words.startswith("#"):
        return _done(turn, shown, work.people.get(int(words[1:])))
    new = vouching.parse_description(work.configuration, words)
    everybody = work.people.everybody()
    found = vouching.find_person_by_name(everybody, words)
    if found.person is None and new.name:
        by_name = vouching.find_person_by_name(everybody, new.name)
        found = by_name if by_name.person or not new.whole else found
    if shown.person is not None and (found.person is None or found.person.id != shown.person.id):
        about = {**_about(shown), "name": phrases.named(shown.person)}
        return Reply(Screen(Text("vouch.is_of", about)), ref)
    if found.person is not None:
        return _done(turn, shown, found.person)
    if new.whole:
        return _add(turn, shown, new, words)
    if found.near and "," not in words:
        return _which(turn, shown, found.near)
    return _missing(turn, shown, new)


def _done(turn: Turn, shown: KeptText, person: Person) -> Reply:
    work, ref = turn.work, shown.kept.ref
    if not vouching.may_name(work, turn.sender, person):
        return Reply(Screen(Text("vouch.rla_only", {"name": phrases.named(person)})), ref)
    name = phrases.named(person)
    if first := _first(turn, shown, name, Command("vouch", ref, f"#{person.id}")):
        return first
    done = vouching.vouch(work, shown, person, turn.sender, turn.address.value)
    return _vouched(turn, shown, name, done)


def _first(turn: Turn, shown: KeptText, name: Arg, command: Command) -> Reply | None:
    """Ask for a proof, where VOUCH needs one."""
    sure = Text("vouch.sure", {"sender": kept_texts.called(shown), "name": name, "ref": shown.kept.ref})
    return proving.first(turn, Guarded.VOUCH, command, sure)


def _vouched(turn: Turn, shown: KeptText, name: Arg, done: vouching.Vouched | None) -> Reply:
    """Tell the voucher from when on the sender is that person, and how to stop it."""
    ref = shown.kept.ref
    if done is None:
        return reply_already_settled(turn, shown)
    refs = ", ".join(done.refs[:4]) + ("..." if len(done.refs) > 4 else "")
    args: dict[str, Arg] = {"sender": kept_texts.called(shown), "name": name, "refs": refs, "ref": ref}
    if done.starts_at is None:
        return Reply(Screen(Text("vouch.done", args, n=len(done.refs))), ref, leads=True)
    args["time"] = Moment(done.starts_at)
    return Reply(Screen(Text("vouch.waits", args, n=len(done.refs)), max_segments=2), ref)


def _add(turn: Turn, shown: KeptText, new: Described, words: str) -> Reply:
    """Add a person who is not on the roster yet."""
    work, ref = turn.work, shown.kept.ref
    if not vouching.may_add(work, turn.sender, new):
        assert new.role is not None
        role = phrases.role_of(work, new.role)
        return Reply(Screen(Text("vouch.rla_only_role", {"role": role})), ref)
    if not vouching.is_mine(work, shown):  # of two who vouch at once, one adds the person
        return reply_already_settled(turn, shown)
    if first := _first(turn, shown, vouching.described(work, new), Command("vouch", ref, words)):
        return first
    language = work.core.reader.read(shown.text, ()).language or turn.language
    person = vouching.add_person(work, new, language)
    done = vouching.vouch(work, shown, person, turn.sender, turn.address.value, new)
    return _vouched(turn, shown, phrases.named(person), done)


def _which(turn: Turn, shown: KeptText, people: tuple[Person, ...]) -> Reply:
    """Ask which of the likely people it is, numbered."""
    labels: list[str] = []
    for person in people:
        label = f"{person.name}, {person.organisation}" if person.organisation else person.name
        county = next((role.county for role in person.roles if role.county), "")
        label = f"{label}, {county}" if label in labels and county else label
        labels.append(label if label not in labels else f"{label} ({len(labels) + 1})")
    turn.ask(VOUCH, shown.kept.ref, choices=tuple(labels), draft=" ".join(str(p.id) for p in people))
    options = tuple(Option(label, Text("name", {"name": label})) for label in labels)
    text = Text("vouch.which", {"ref": shown.kept.ref})
    return Reply(Screen(text, options, skippable=True, max_segments=2), shown.kept.ref)


def _missing(turn: Turn, shown: KeptText, new: Described) -> Reply:
    """Say whether a new person lacks a role or a county, and how to send it."""
    missing = "role" if new.county else "county" if new.role and new.role not in WIDE else "both"
    county = new.county or (turn.counties[0] if turn.counties else "")
    role = phrases.role_of(turn.work, new.role or Role.COUNTY_POC)
    args: dict[str, Arg] = {"name": new.name, "ref": shown.kept.ref, "role": role, "county": county}
    return Reply(Screen(Text(f"vouch.missing.{missing}", args), max_segments=2), shown.kept.ref)


QUESTIONS = (Asks(VOUCH, questions.of_any(answered), questions.by_its_kind, questions.end_question),)
WORDS = (
    Verb(
        "triage",
        ("TRIAGE",),
        ("KAGUA",),
        "bare",
        "the kept texts that wait, newest first, with the reply to each; `TRIAGE U5` goes on from there",
        "{rights}",
        reference=True,
    ),
    Verb(
        "vouch",
        ("VOUCH",),
        ("THIBITISHA",),
        "bare",
        "`VOUCH U5 name`: its sender is that person, and what they sent is handled as theirs; of a person "
        "who is new `VOUCH U5 name, role county`",
        "{rights}",
        reference=True,
    ),
    Verb(
        "block",
        ("BLOCK",),
        ("ZUIA",),
        "bare",
        "`BLOCK U5`: its sender is not answered and not passed on any more; what they send is kept",
        "{rights}",
        reference=True,
    ),
    Verb("unblock", ("UNBLOCK",), ("RUHUSU",), "bare", "undoes it", "{rights}", reference=True),
    Verb(
        "assign",
        ("ASSIGN",),
        ("AMBATISHA",),
        "bare",
        "`ASSIGN U5 S127`: its words join that incident; those on it hear them",
        "{rights}",
        reference=True,
    ),
)
COMMANDS = {
    ("triage", ""): listing,
    ("triage", "M"): listing,
    ("vouch", ""): vouch,
    ("block", ""): block,
    ("unblock", ""): unblock,
    ("assign", ""): assign,
    ("status", "U"): show,
    ("more", "U"): show,
}
