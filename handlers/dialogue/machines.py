"""Texts of a machine that answers each message: after some of the same, the program is silent."""

from dataclasses import replace
from datetime import datetime

from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Choose, Command, Rsvp, Skip
from sek_core.inbox import echoes
from sek_core.inbox.echoes import Echo
from sek_core.messages.screens import Moment, Screen, Text
from sek_core.triage import kept_texts
from sek_core.wording import phrases

ANSWER = 2
"""Maximum number of words of an answer that is often the same: a digit, "YES 4821"."""


class Echoing:
    """What a turn knows of the echo of its sender. Make it before the text is answered."""

    def __init__(self, turn: Turn, received_at: datetime | None) -> None:
        work = turn.work
        self._turn = turn
        self._typed = _is_typed(turn)
        self._echo = echoes.last(work, turn.party) if self._typed else None
        self._times = 1
        self.silent = False
        if not self._typed:
            return
        self._words = echoes.words_of_text(turn.text, turn.inbox_id)
        self._awaited = _is_awaited(turn)
        order = isinstance(turn.intent.action, Command | Rsvp)
        if self._echo is not None and not self._awaited:
            self.silent = echoes.is_silenced(work, self._echo, turn.address, self._words, order=order)
        if not self.silent:
            came = received_at or work.now
            self._times = echoes.times_now(work, self._echo, turn.address, self._words, came, order=order)
            if self._awaited and self._echo is not None and self._echo.awaited:
                self._times = min(self._times, self._echo.times)  # one digit to two questions is two answers

    @property
    def is_loop(self) -> bool:
        """True if the same text has come too often as a direct reply: it gets one last answer."""
        return self._times >= echoes.BOUND

    def keep_silent(self) -> None:
        """Keep the text, and answer nothing."""
        turn = self._turn
        kept_texts.keep(turn.work, turn.inbox_id, turn.address, kept_texts.MACHINE, turn.text)

    def last_answer(self) -> Reply:
        """Say that the same text gets no more answers, and tell the secretariat."""
        turn, work = self._turn, self._turn.work
        echo = echoes.silenced(work, self._words)
        echoes.note(work, turn.party, echo)
        until = Moment(datetime.fromisoformat(echo.until))
        self.keep_silent()
        known = phrases.named(turn.person) if turn.person else turn.address.value
        if turn.person is None and not turn.channel.has_numbers:
            known = Text(f"sender.{turn.address.channel}", {"name": turn.parts.name or turn.address.value})
        screen = Screen(
            Text("machine.told", {"who": known, "number": str(echoes.BOUND), "time": until}),
            quote=turn.text,
            max_segments=2,
        )
        people = work.people.with_cover(kept_texts.secretariat(work))
        own = [person for person in people if turn.person is None or person.id != turn.person.id]
        for person in own or people:
            work.outbox.tell(person, screen, "notice")
        return Reply(Screen(Text("machine.silent", {"time": until}), max_segments=2))

    def answered(self, reply: Reply | None) -> None:
        """Keep what was answered last, for the next text."""
        if reply is None or not self._typed or self.is_loop:
            return
        echo: Echo = echoes.counted(
            self._turn.work, self._echo, self._words, self._times, awaited=self._awaited
        )
        if echo.silent and datetime.fromisoformat(echo.until) <= self._turn.work.now:
            echo = replace(echo, silent=None, until="")
        echoes.note(self._turn.work, self._turn.party, echo)


def _is_typed(turn: Turn) -> bool:
    """Return True for a text that a machine may have written, unlike the press of a button."""
    parts = turn.parts
    if parts.tap or parts.kept or parts.edited or parts.started or parts.contact or parts.point:
        return False
    return any(map(str.isalnum, turn.text))


def _is_awaited(turn: Turn) -> bool:
    """Return True for the digit or word that the open question waits for: answers are often the same."""
    awaited = turn.question is not None and isinstance(turn.intent.action, Choose | Skip)
    return awaited and len(turn.text.split()) <= ANSWER
