"""The dialogue with each party: the open question, and how often the party got only explanations."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from sek_core.roster.snapshot import Address
from sek_core.store.inbox import Conversation
from sek_core.store.statements import insert_missing

_LOCK = (
    select(Conversation)
    .where(Conversation.party.in_(bindparam("parties", expanding=True)))
    .order_by(Conversation.party)
    .with_for_update()
)

HELPS = 3
"""Maximum number of answers that only explain, for one party within `help_silence`."""


@dataclass(frozen=True, slots=True)
class Question:
    """One open question.

    `kind`: hazard, place, severity, county, outcome, note. `about`: the reference that the answer completes,
    or empty. `language`: the language of the question. `until`: when it expires (ISO, UTC). `left`: how many
    more questions may follow. `draft`: the text of a report that has no incident yet. `suggestions`: answers
    that channels with buttons offer, as they would be typed. `turn` tells this question's buttons from those
    of an older one. `point`: a location (latitude, longitude) that was shared before there was a report.
    `yields`: any other question may take its place, without waiting for its answer. `forwarded`: from whom
    the words were forwarded that it is about, if they were. `proof`: what a yes by a channel that proves no
    sender needs: "" nothing, "chat" a button in the person's chat, else a sealed code
    (`sek_core.work.codes`), of `code_digits` digits (0: as many as usual); it counts until `proof_until`
    (ISO), and `tries` counts the wrong ones.
    """

    kind: str
    about: str
    language: str
    until: str
    choices: tuple[str, ...] = ()
    left: int = 0
    draft: str = ""
    suggestions: tuple[str, ...] = ()
    turn: int = 0
    point: tuple[float, ...] = ()
    yields: bool = False
    forwarded: str | None = None
    proof: str = ""
    proof_until: str = ""
    tries: int = 0
    code_digits: int = 0

    def open_at(self, now: datetime) -> bool:
        """Return True if an answer still counts at `now`."""
        return now < datetime.fromisoformat(self.until)


def question_of(written: Mapping[str, Any]) -> Question:
    """Return a question as it was kept."""
    lists = {name: tuple(written.get(name, ())) for name in ("choices", "suggestions", "point")}
    return Question(**{**written, **lists})


def prefix_of(party: str, turn: int) -> str:
    """Return what ties buttons and messages to the question of this turn."""
    return f"{party}:{turn}"


def party_of(address: Address) -> str:
    """Return the party whose dialogue a message of this address belongs to."""
    if address.person is None:
        return f"a{address.id}"
    return f"w{address.person.id}" if address.apart else f"p{address.person.id}"


class Conversations:
    """Loader and lock of dialogues. The locked rows keep two workers off the same person."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._loaded: dict[str, Conversation] = {}

    def load(self, parties: Iterable[str]) -> None:
        """Load and lock the dialogues of `parties`, always in the same order, so that two workers never
        deadlock.

        A missing row is first inserted and then locked: otherwise, of two workers that meet a person for the
        first time, one would overwrite the other's work.
        """
        wanted = sorted(set(parties) - self._loaded.keys())
        if not wanted:
            return
        found = self._lock(wanted)
        missing = [party for party in wanted if party not in found]
        if missing:
            insert_missing(self._session, Conversation, [{"party": party, "helps": []} for party in missing])
            found |= self._lock(missing)
        self._loaded |= found

    def try_to_load(self, party: str) -> bool:
        """Load and lock one more dialogue, if that needs no waiting; False if it is locked. For a turn that
        holds other locks already.
        """
        if party not in self._loaded:
            insert_missing(self._session, Conversation, [{"party": party, "helps": []}])
            free = _LOCK.with_for_update(skip_locked=True)
            self._loaded |= {row.party: row for row in self._session.scalars(free, {"parties": [party]})}
        return party in self._loaded

    def _lock(self, parties: list[str]) -> dict[str, Conversation]:
        return {row.party: row for row in self._session.scalars(_LOCK, {"parties": parties})}

    def question(self, party: str, now: datetime) -> Question | None:
        """Return the open question of this party, if any."""
        written = self._row(party).question
        if written is None:
            return None
        question = question_of(written)
        return question if question.open_at(now) else None

    def busy(self, now: datetime) -> set[str]:
        """Return the parties whose open question another one must wait for, as far as can be seen without a
        lock.
        """
        query = select(Conversation.party, Conversation.question).where(Conversation.question.is_not(None))
        return {
            party
            for party, written in self._session.execute(query)
            if now < datetime.fromisoformat(written["until"]) and not written.get("yields")
        }

    def is_busy(self, party: str, now: datetime) -> bool:
        """Return True if another question must wait for the answer to the open one."""
        question = self.question(party, now)
        return question is not None and not question.yields

    def asked_at(self, party: str) -> datetime | None:
        """Return when this party was last asked a question, answered or not."""
        return self._row(party).asked_at

    def ask(self, party: str, question: Question, now: datetime) -> str:
        """Open this question; it replaces the one before. Return what ties buttons and messages to it."""
        row = self._row(party)
        row.turns += 1
        row.question = {**asdict(question), "turn": row.turns}
        row.asked_at = now
        return prefix_of(party, row.turns)

    def leave_open(self, party: str, question: Question) -> None:
        """Leave this question open as it was."""
        self._row(party).question = asdict(question)

    def change(self, party: str, **changed: object) -> Question:
        """Change the open question in its place: its buttons and its turn stay. Return it."""
        row = self._row(party)
        assert row.question is not None
        row.question = {**row.question, **changed}
        return question_of(row.question)

    def sealed(self, party: str, seal: str) -> None:
        """Keep the seal of the newest code of this party, to know the code again when it is over."""
        self._row(party).last_seal = seal

    def last_seal(self, party: str) -> str:
        """Return the seal of the newest code of this party, or nothing."""
        return self._row(party).last_seal or ""

    def wrong_codes(self, party: str, since: datetime) -> list[datetime]:
        """Return when this party sent wrong codes since a time, the oldest first."""
        written = map(datetime.fromisoformat, self._row(party).wrong_codes or ())
        return [at for at in written if at > since]

    def add_wrong_code(self, party: str, now: datetime, since: datetime, most: int) -> None:
        """Record one more wrong code, and drop those of before `since`; keep the newest `most`."""
        kept = [at.isoformat() for at in self.wrong_codes(party, since)][-most + 1 :] if most > 1 else []
        self._row(party).wrong_codes = [*kept, now.isoformat()]

    def answered(self, party: str) -> None:
        """Close the open question, if there is one."""
        if self._row(party).question is not None:
            self._row(party).question = None

    def may_explain(self, party: str, now: datetime, within: timedelta) -> bool:
        """Return True, and count it, if one more explaining answer may go to this party."""
        row = self._row(party)
        recent = [time for time in row.helps if datetime.fromisoformat(time) > now - within]
        if len(recent) >= HELPS:
            return False
        row.helps = [*recent, now.isoformat()]
        return True

    def may_announce_silence(self, party: str, now: datetime, within: timedelta) -> bool:
        """Return True, and record it, if this party has had all explaining answers, and was not told yet that
        no more come.
        """
        row = self._row(party)
        recent = [time for time in row.helps if datetime.fromisoformat(time) > now - within]
        if len(recent) != HELPS:
            return False
        row.helps = [*recent, now.isoformat()]
        return True

    def may_ask_to_pass(self, party: str, now: datetime, within: timedelta) -> bool:
        """Return True, and record it, if this party may be asked now whether a text that was not understood
        is a report.
        """
        row = self._row(party)
        if row.pass_asked_at is not None and now - within < row.pass_asked_at <= now:
            return False
        row.pass_asked_at = now
        return True

    def echo(self, party: str) -> dict[str, Any] | None:
        """Return what is kept of the last text of this party (see `sek_core.inbox.echoes`)."""
        return self._row(party).echo

    def keep_echo(self, party: str, echo: dict[str, Any] | None) -> None:
        """Keep this of the last text of this party."""
        self._row(party).echo = echo

    def _row(self, party: str) -> Conversation:
        self.load([party])
        return self._loaded[party]
