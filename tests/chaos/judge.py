"""Judge of a run. Pure functions over its evidence; each yields a sentence for each fault.

None of them knows the program: they compare what people sent and what providers accepted with what the
database says of it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from sek_core.messages.kinds import REPEATABLE
from tests.chaos.evidence import DELIVERY_REPORT, TEXT, Evidence, Shown, Written

REPEAT = "(repeat) "
NO_LONGER_WANTED = frozenset({"no longer waiting to be taken", "changed since"})
"""Reasons for a message that did not leave: a holder had taken the incident before a later step; a meeting
had been moved or called off.
"""

OVERTAKEN = "a newer one says it"
MAY_BE_OVERTAKEN = frozenset({"reminder", "nudge", "alarm"})
"""Kinds of messages that do not leave if the person has answered meanwhile, or a newer one says the same."""

ASKS = ("invitation", "change")
OF_MEETINGS = (*ASKS, "reminder")

NOTED = "tkn"
"""Prefix of the unique words of notes; a number in a report may be recorded again with an edit."""

COMMIT = timedelta(seconds=10)
"""Maximum time of a transaction on PostgreSQL from its first look at the clock to its commit, besides the
time for which its process may be frozen. Of two messages that different transactions wrote for one person
within this time, either may be the first. SQLite has one writer, so there is no such pair.
"""

Place = tuple[str, str]
"""A channel and an address."""


def texts_are_kept_once(evidence: Evidence) -> Iterator[str]:
    """Check that every text that the program took is one row, and was handled; and that no row lacks
    a text.
    """
    rows = Counter((row.channel, row.provider_id) for row in evidence.received if row.kind == TEXT)
    for text in evidence.sent:
        count = rows.pop((text.channel, text.provider_id), 0)
        if count != 1:
            yield f"{text.kind} {text.provider_id} of {text.sender} was kept {count} times"
    for _, provider_id in rows:
        yield f"text {provider_id} was kept, and nobody sent it"


def everything_is_done(evidence: Evidence) -> Iterator[str]:
    """Check that nothing waits, nothing failed, and no report waits for a known message."""
    known = {row.provider_id for row in evidence.written}
    for row in evidence.received:
        if row.status == "unmatched" and row.kind == DELIVERY_REPORT and row.about not in known:
            continue  # on a message whose sender died before it had noted the id
        if row.status != "done":
            yield f"inbox row {row.id} ({row.kind} {row.provider_id}) is {row.status}"
    for message in evidence.written:
        if message.status in ("queued", "sending") or (
            message.status == "unknown" and message.kind in REPEATABLE
        ):
            yield f"delivery {message.id} is still {message.status}"
    yield from evidence.unfinished


def texts_are_answered_once(evidence: Evidence) -> Iterator[str]:
    """Check that each text has one answer. A turn handles one row of an address, and the answer has its
    moment.
    """
    answers: dict[tuple[Place, object], list[Written]] = defaultdict(list)
    for message in evidence.written:
        if message.kind == "answer" and message.origin is None and not message.extra:
            answers[(message.channel, message.address), message.created_at].append(message)
    rows = {(row.channel, row.provider_id): row for row in evidence.received if row.kind == TEXT}
    answered: set[tuple[int | None, object]] = set()
    for text in evidence.sent:
        row = rows.get((text.channel, text.provider_id))
        if row is None:
            continue  # `texts_are_kept_once` says so
        given = answers.pop(((row.channel, row.sender), row.handled_at), [])
        if len(given) > 1 or (text.answered and not given):
            yield f"{text.kind} {text.provider_id} of {text.sender} has {len(given)} answers"
        person = evidence.addresses.get((row.channel, row.sender))
        if given and person is not None:
            answered.add((person, row.handled_at))
        for answer in given:
            # What is said of an incident that was joined to another one goes for that one.
            if text.echo not in answer.text and not _names(answer.text, evidence.joined, text.echo):
                yield f"{text.kind} {text.provider_id} was answered {answer.text!r}, without {text.echo!r}"
    for (place, at), given in answers.items():
        if len(given) == 1 and (given[0].person, at) in answered:
            continue  # the question by SMS is put into the person's chat, where Telegram proves who answers
        yield f"{place[1]} has {len(given)} answers to nothing, {given[0].text!r} among them"


def texts_take_effect_once(evidence: Evidence) -> Iterator[str]:
    """Check that no text makes two reports or two entries of one note, and that required words are
    recorded.
    """
    for inbox_id, count in evidence.reports.items():
        if count > 1:
            yield f"inbox row {inbox_id} made {count} reports"
    for text in evidence.sent:
        if text.kept and not evidence.tokens.get(text.kept):
            yield f"{text.kind} {text.provider_id} of {text.sender} was not put down"
    for token, count in evidence.tokens.items():
        if count > 1 and token.startswith(NOTED):
            yield f"the note {token} was put down {count} times"


def incidents_have_one_holder(evidence: Evidence) -> Iterator[str]:
    """Check that a holder keeps an incident until it is given back or closed."""
    taken: set[str] = set()
    for ref, what in evidence.takes:
        if what == "taken" and ref in taken:
            yield f"{ref} was taken twice"
        if what == "taken":
            taken.add(ref)
        # What is not solved is with its holder again, or open: the next OK may come from another.
        if what in ("released", "closed", "not_solved"):
            taken.discard(ref)


def messages_arrive(evidence: Evidence) -> Iterator[str]:
    """Check that accepted messages are in the provider's log for that address, and failed ones went
    elsewhere.
    """
    log: dict[tuple[str, str], list[Shown]] = defaultdict(list)
    for shown in evidence.shown:
        log[shown.channel, shown.provider_id].append(shown)
    families: dict[int, set[Place]] = defaultdict(set)
    for message in evidence.written:
        families[message.origin or message.id].add((message.channel, message.address))
    for message in evidence.written:
        match message.status:
            case "accepted" | "delivered" if not message.toast:
                found = log.get((message.channel, message.provider_id or ""), [])
                if not any(_is(shown, message) for shown in found):
                    yield f"delivery {message.id} is {message.status}, and {message.address} never got it"
            case "skipped" if message.error in NO_LONGER_WANTED:
                continue
            case "skipped" if message.error == OVERTAKEN and message.kind in MAY_BE_OVERTAKEN:
                continue
            case "failed" | "skipped" if not message.toast and message.person is not None:
                tried = families[message.origin or message.id]
                theirs = {place for place, person in evidence.addresses.items() if person == message.person}
                if theirs - tried - evidence.opted_out and message.channel != "none":
                    yield f"delivery {message.id} is {message.status}, {message.error}, and went nowhere else"


def steps_ask_once(evidence: Evidence) -> Iterator[str]:
    """Check that no recipient is asked twice for the same step of an incident."""
    asked = Counter(
        (message.about, message.step, message.person)
        for message in evidence.written
        if message.kind == "alert" and message.step is not None and message.origin is None
    )
    for (ref, step, person), count in asked.items():
        if count > 1:
            yield f"person {person} was asked {count} times at step {step} of {ref}"


def meetings_ask_once(evidence: Evidence) -> Iterator[str]:
    """Check that no invitee is asked twice about the same version of a meeting, and no one off its list."""
    asked = Counter(
        (message.about, message.step, message.person)
        for message in evidence.written
        if message.kind in ASKS and message.origin is None
    )
    for (ref, version, person), count in asked.items():
        if count > 1:
            yield f"person {person} was asked {count} times about version {version} of {ref}"
    for message in evidence.written:
        of_one = message.kind in OF_MEETINGS and message.about.startswith("M")
        if of_one and (message.about, message.person) not in evidence.invited:
            yield f"person {message.person} is not on the list of {message.about}: {message.text!r}"


def meetings_are_told_of_as_they_are(evidence: Evidence) -> Iterator[str]:
    """Check that a person who has heard of a later version of a meeting hears no more of an earlier one."""
    written = {
        (message.channel, message.provider_id): message
        for message in evidence.written
        if message.kind in OF_MEETINGS and message.step is not None
    }
    newest: dict[tuple[str, Place], int] = {}
    for shown in sorted(evidence.shown, key=lambda shown: shown.at):
        message = written.get((shown.channel, shown.provider_id))
        if message is None or message.step is None or shown.edit:
            continue
        key = message.about, (shown.channel, shown.address)
        if message.step < newest.setdefault(key, message.step):
            yield f"{shown.address} got version {message.step} of {message.about} after {newest[key]}"
        newest[key] = max(newest[key], message.step)


def messages_are_repeated_only_if_marked(evidence: Evidence) -> Iterator[str]:
    """Check that each delivery left at most once without the mark, and with it only if repeated."""
    first = Counter(_key_shown(shown) for shown in evidence.shown if not shown.edit and not _marked(shown))
    again = Counter(_key_shown(shown) for shown in evidence.shown if not shown.edit and _marked(shown))
    written: dict[tuple[str, str, str], list[Written]] = defaultdict(list)
    for message in evidence.written:
        written[_key(message)].append(message)
    for key in first.keys() | again.keys():
        messages = written.get(key, [])
        if first[key] > len(messages):
            yield f"{key[1]} got {first[key]} times unmarked, of {len(messages)} written: {key[2]!r}"
        repeated = [message for message in messages if message.repeated]
        if again[key] and not repeated:
            yield f"{key[1]} got a repetition that nobody ordered: {key[2]!r}"
        once = [message for message in messages if message.kind not in REPEATABLE]
        if once and first[key] + again[key] > len(messages):
            yield f"{key[1]} got {once[0].kind} more than once: {key[2]!r}"
    for message in evidence.written:
        if message.repeated and message.kind not in REPEATABLE:
            yield f"delivery {message.id} ({message.kind}) was repeated"


def messages_are_in_order(evidence: Evidence) -> Iterator[str]:
    """Check the order of messages of one priority to one address. Repetitions may come at any time."""
    by_id: dict[tuple[str, str], list[Written]] = defaultdict(list)
    for message in evidence.written:
        if message.provider_id and not message.toast and not message.edit:
            by_id[message.channel, message.provider_id].append(message)
    newest: dict[tuple[Place, int], tuple[Written, Shown]] = {}
    for shown in evidence.shown:
        if shown.edit or _marked(shown):
            continue
        for message in by_id.get((shown.channel, shown.provider_id), []):
            lane = ((message.channel, message.address), message.priority)
            before = newest.get(lane)
            if before is None or message.id > before[0].id:
                newest[lane] = message, shown
                continue
            later, seen = before
            both_answers = later.kind == message.kind == "answer"
            # When the later one left, this one had long been there.
            if both_answers or seen.at - message.created_at > evidence.overlap:
                yield f"{shown.address} got delivery {message.id} after {later.id}: {message.text!r}"


def nobody_gets_what_is_for_another(evidence: Evidence) -> Iterator[str]:
    """Check that a message shown at an address was written for it, and that the address is the person's."""
    written = {_key(message) for message in evidence.written}
    for shown in evidence.shown:
        if _key_shown(shown) not in written:
            yield f"{shown.address} got what nobody wrote to it: {shown.text!r}"
    for message in evidence.written:
        if message.person is None or message.channel == "none":
            continue
        if evidence.addresses.get((message.channel, message.address)) != message.person:
            yield f"delivery {message.id} went to {message.address}, which is not of person {message.person}"


def reports_are_believed(evidence: Evidence) -> Iterator[str]:
    """Check that the gateway's last final report on a message is the status of its delivery."""
    known = {message.provider_id: message for message in evidence.written if message.channel == "sms"}
    for provider_id, status in evidence.reported.items():
        message = known.get(provider_id)
        if message and message.status != status:
            yield f"delivery {message.id} is {message.status}, and the gateway said {status}"


RULES: tuple[Callable[[Evidence], Iterator[str]], ...] = (
    texts_are_kept_once,
    everything_is_done,
    texts_are_answered_once,
    texts_take_effect_once,
    incidents_have_one_holder,
    messages_arrive,
    steps_ask_once,
    meetings_ask_once,
    meetings_are_told_of_as_they_are,
    messages_are_repeated_only_if_marked,
    messages_are_in_order,
    nobody_gets_what_is_for_another,
    reports_are_believed,
)


def judge(evidence: Evidence) -> list[str]:
    """Return all faults."""
    return [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(evidence)]


def _names(words: str, joined: Mapping[str, str], ref: str) -> bool:
    """Return True if the words name the incident into which this one was merged, perhaps by way of others."""
    while ref in joined:
        ref = joined[ref]
        if ref in words:
            return True
    return False


def _marked(shown: Shown) -> bool:
    return shown.text.startswith(REPEAT)


def _is(shown: Shown, message: Written) -> bool:
    return _key_shown(shown) == _key(message)


def _key(message: Written) -> tuple[str, str, str]:
    return message.channel, message.address, _words(message.text)


def _key_shown(shown: Shown) -> tuple[str, str, str]:
    return shown.channel, shown.address, _words(shown.text)


def _words(text: str) -> str:
    """Return a text without its mark, as a phone shows it."""
    return text.removeprefix(REPEAT).strip()
