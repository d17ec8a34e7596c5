"""What becomes of VOUCH: it is stopped before it starts, or its texts are handled."""

from config.rights import Deed
from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from sek_core.incidents import wording
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.store.states import IncidentStatus, KeptStatus
from sek_core.triage import kept_texts, vouching


def stop(turn: Turn, command: Command) -> Reply:
    """Stop what was vouched for before it starts: UNDO U5."""
    ref = command.ref or ""
    shown = kept_texts.find(turn.work, ref)
    if shown is None:
        return Reply(Screen(Text("ref.unknown", {"ref": ref})))
    done = vouching.stop(turn.work, shown.kept, turn.sender, turn.address.value)
    if done == "none" or (done == "not yours" and not turn.may(Deed.VOUCH)):
        return Reply(Screen(Text("undo.nothing")))
    return Reply(Screen(Text(f"vouch.stop.{done.replace(' ', '_')}", {"ref": ref}), max_segments=2), ref)


def tell_voucher_outcome(turn: Turn, reply: Reply | None) -> None:
    """Tell the voucher what became of a kept text that was handled as a person's."""
    work = turn.work
    shown = kept_texts.find(work, turn.parts.kept)
    if shown is None or shown.kept.settled_by_id is None:
        return
    voucher = work.people.get(shown.kept.settled_by_id)
    about: dict[str, Arg] = {"ref": shown.kept.ref, "who": kept_texts.called(shown)}
    incident = turn.incident(reply.about if reply else None)
    if shown.kept.status == KeptStatus.OPEN:
        text = Text("vouch.unclear", about)
    elif incident is None:
        text = Text("vouch.answered", about)
    else:
        kept_texts.note_outcome(work, shown.kept.ref, incident)
        key = "vouch.held" if incident.status == IncidentStatus.HELD else "vouch.became"
        text = Text(key, {**about, "became": incident.ref, "summary": wording.summary(incident)})
    if turn.person is None or voucher.id != turn.person.id:
        work.outbox.tell(voucher, Screen(text), "notice", reply.about if reply else "")
