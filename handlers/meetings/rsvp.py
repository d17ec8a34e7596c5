"""YES, NO, MAYBE to an invitation: by digit, word or button, perhaps with words beside it."""

from config.rights import Deed
from handlers.engine import disambiguation
from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command, Rsvp
from sek_core.meetings import answers, invitations, links, register, texts
from sek_core.messages.screens import Action, Arg, Screen, Text
from sek_core.store.meetings import Meeting


def answered(turn: Turn, action: Rsvp) -> Reply:
    """Keep the answer for its meeting; ask which if it may be for two."""
    if action.ref is not None:
        return _answer(turn, action.ref, action)
    open_ = answers.open_to(turn.work, turn.sender)
    waiting = [each for each in open_ if each.answer is None] or open_[:1]
    if action.digit and open_:
        waiting = open_[:1]
    if not waiting:
        heard_of = answers.heard_of(turn.work, turn.sender)
        return _answer(turn, heard_of[0], action) if heard_of else Reply(Screen(Text("rsvp.none")))
    if len(waiting) > 1:
        found = (register.find(turn.work, each.ref) for each in waiting)
        meetings = [meeting for meeting in found if meeting]
        return disambiguation.one_meeting(turn, action.answer.upper(), meetings, action.note)
    return _answer(turn, waiting[0].ref, action)


def by_reference(turn: Turn, command: Command) -> Reply:
    """Answer an invitation by reference: YES M12, NO M12 Jane comes for us, OK M12."""
    said = "yes" if command.verb == "take" else command.verb
    return answered(turn, Rsvp(said, command.ref, command.rest))


def ask_for_answer_by_word(turn: Turn) -> Reply:
    """Ask for a word after a digit that may be for an invitation: another question was asked since."""
    open_ = answers.open_to(turn.work, turn.sender)
    meeting = register.find(turn.work, open_[0].ref) if open_ else None
    if meeting is None:
        return Reply(Screen(Text("rsvp.none")))
    return Reply(Screen(Text("rsvp.by_word", texts.facts(turn.work, meeting)), max_segments=2), meeting.ref)


def still_open(turn: Turn) -> Arg:
    """Return ". M12 is still open: YES M12" to stand behind an answer to something else, or nothing."""
    waiting = answers.unanswered(turn.work, turn.sender)
    return also_open(waiting[0].ref) if waiting else ""


def also_open(ref: str) -> Text:
    """ ". M12 is still open: YES M12"."""
    return Text("rsvp.also_open", {"ref": ref})


def _answer(turn: Turn, ref: str, action: Rsvp) -> Reply:
    work = turn.work
    meeting = register.locked(work, ref)
    if meeting is None:
        return disambiguation.nothing_to(turn, Command(action.answer, ref))
    said = (action.answer, action.note, turn.address.value, action.version)
    match answers.answer(work, meeting, turn.sender, *said):
        case "done":
            return Reply(_thanks(turn, meeting, action), ref)
        case "moved":
            return Reply(_asked_anew(turn, meeting), ref)
        case "called_off":
            return Reply(texts.called_off_reply(turn.work, meeting), ref)
        case "over":
            return Reply(Screen(Text("meeting.is_over", texts.facts(work, meeting))), ref)
        case "not_invited":
            return Reply(_not_invited(turn, meeting), ref)


def _thanks(turn: Turn, meeting: Meeting, action: Rsvp) -> Screen:
    other = "yes" if action.answer == "no" else "no"
    args = texts.facts(turn.work, meeting)
    args |= {"change": Text(f"say.{other}", {"ref": meeting.ref})}
    args |= {"note": Text("rsvp.note") if action.note else ""}
    others = [each for each in answers.unanswered(turn.work, turn.sender) if each.ref != meeting.ref]
    args |= {"open": also_open(others[0].ref) if others else ""}
    link = links.of_meeting(turn.work, meeting) if action.answer != "no" else ""
    # On a channel with files, the invitation came with a calendar file.
    needs_link = link and not turn.channel.has_files
    args |= {"link": Text("rsvp.calendar", {"link": link}) if needs_link else ""}
    actions = tuple(
        Action(Text(f"answer.{answer}"), Text(f"say.{answer}", {"ref": meeting.ref}))
        for answer in invitations.ANSWERS
        if answer != action.answer
    )
    text = Text(f"rsvp.{action.answer}", args)
    return Screen(text, quote=action.note, actions=actions, max_segments=2)


def _asked_anew(turn: Turn, meeting: Meeting) -> Screen:
    """Ask again at the meeting's new time, since the answer was to the old one; the tick need not ask
    then.
    """
    mine = answers.invitation(turn.work, meeting.ref, turn.sender)
    assert mine is not None  # a person without an invitation gets another answer
    return invitations.asked_anew(turn.work, meeting, mine)


def _not_invited(turn: Turn, meeting: Meeting) -> Screen:
    """Tell a sender without an invitation who can invite them."""
    work = turn.work
    heads = [person for person in invitations.heads_of(work, meeting) if person.id != turn.sender.id]
    args = texts.facts(work, meeting)
    if turn.may(Deed.INVITE, meeting.counties):
        return Screen(Text("rsvp.invite_yourself", args | {"name": turn.sender.name}))
    if heads:
        return Screen(Text("rsvp.not_invited", args | {"who": heads[0].name}), max_segments=2)
    return Screen(Text("rsvp.not_on_list", args), max_segments=2)


COMMANDS = {
    ("take", "M"): by_reference,
    ("yes", "M"): by_reference,
    ("no", "M"): by_reference,
    ("maybe", "M"): by_reference,
}
