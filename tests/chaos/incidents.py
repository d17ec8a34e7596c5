"""Things that people send about incidents: reports, taking, offers, answers."""

from tests.chaos.kind import HAZARDS, Kind, knows_one, on_roster, reports, takes
from tests.chaos.person import Person


async def report(person: Person) -> None:
    number, hazard = person.ledger.number(), person.chance.choice(HAZARDS)
    person.ledger.tokens.add(str(number))
    text = f"REPORT {hazard} {person.place()} severe {number} households"
    await person.says(text, "report", echo=f"{number:,}", kept=str(number))
    person.reported = number


async def half_report(person: Person) -> None:
    await person.says(f"REPORT {person.chance.choice(HAZARDS)}", "half a report")


async def answer(person: Person) -> None:
    words = [*person.options, "0", "severe", person.place(), "kali", "same", "mpya"]
    await person.says(person.chance.choice(words), "answer")


async def take(person: Person) -> None:
    day = person.chance.choice(["", " by tomorrow", " by Friday", " kesho", " in 3 hours", " hadi Ijumaa"])
    await person.says(f"OK {person.reference()}{day}", "OK")


async def answer_by_reference(person: Person) -> None:
    """Answer for late news, about an offer, or whether what was closed is solved; elsewhere it is a note."""
    rest = person.chance.choice(["", "", " Friday", " nothing came", " kesho"])
    await person.says(f"{person.reference()} {person.chance.choice('123')}{rest}", "answer by reference")


async def concern(person: Person) -> None:
    token, word = person.ledger.token(), person.chance.choice(["CONCERN", "NEED", "IDEA", "HOJA"])
    await person.says(f"{word} {token} teachers for {person.place()}", "CONCERN", kept=token)


async def bare_concern(person: Person) -> None:
    """Send CONCERN alone; the next text may be taken for the concern."""
    await person.says(person.chance.choice(["ISSUE", "WAZO"]), "bare CONCERN")


async def give(person: Person) -> None:
    ref, whom = person.reference(), person.chance.choice(["rla", "CLT lead", "me", "Wanjiku"])
    await person.says(f"GIVE {ref} {whom}", "GIVE", echo=f"{ref}")


async def reopen(person: Person) -> None:
    ref = person.reference()
    await person.says(f"REOPEN {ref} {person.ledger.token()} not solved", "REOPEN", echo=f"{ref}")


async def escalate(person: Person) -> None:
    ref = person.reference()
    await person.says(f"ESCALATE {ref}", "ESCALATE", echo=f"{ref}")


async def bare_take(person: Person) -> None:
    await person.says("ok thanks", "bare OK")


async def release(person: Person) -> None:
    await person.says(f"RELEASE {person.reference()}", "RELEASE")


async def note(person: Person) -> None:
    await person.says(f"NOTE {person.reference()} {person.ledger.token()} bowsers", "NOTE")


async def close(person: Person) -> None:
    await person.says(f"CLOSE {person.reference()} {person.ledger.token()} done", "CLOSE")


async def fix(person: Person) -> None:
    await person.says(f"FIX {person.reference()} {person.ledger.number()} households", "FIX")


async def add(person: Person) -> None:
    await person.says(f"ADD {person.reference()} {person.ledger.token()} the school too", "ADD")


async def cancel(person: Person) -> None:
    await person.says(f"CANCEL {person.reference()}", "CANCEL")


async def correct(person: Person) -> None:
    """Correct a report without a verb: "sorry 40 not 400"."""
    wrong, person.reported = person.reported, None
    await person.says(f"sorry {person.ledger.number()} not {wrong}", "correction")


async def part(person: Person) -> None:
    """Send the second part of a long text, which may come soon after a report."""
    await person.says(f"the road is gone {person.ledger.token()} and the river rises", "part")


async def ask_unknown(person: Person) -> None:
    """Ask for a reference that does not exist yet: the answer names it."""
    ref = f"S{9_000_000 + person.ledger.number()}"
    verb = person.chance.choice(["STATUS", "MORE", "HALI"])
    await person.says(f"{verb} {ref}", "unknown reference", echo=ref)


async def status(person: Person) -> None:
    ref = person.reference()
    await person.says(f"STATUS {ref}", "STATUS", echo=f"{ref}")


async def more(person: Person) -> None:
    """Ask without an expected echo: for a merged incident, the answer is about the other one."""
    await person.says(f"MORE {person.reference()}", "MORE")


async def listing(person: Person) -> None:
    await person.says("LIST", "LIST")


async def add_dead(person: Person) -> None:
    """Tell of deaths, of fewer ones perhaps, and say which is right."""
    words = person.chance.choice(["1 dead", "1 more dead", "3 people dead", "mwingine 1 amekufa"])
    await person.says(f"ADD {person.reference()} {words}", "ADD of deaths")
    await person.says(person.chance.choice("120"), "answer about deaths")


async def offer(person: Person) -> None:
    """Offer help, and mostly confirm what is read back."""
    ref, number = person.reference(), person.ledger.number()
    words = [
        f"OFFER {ref} {number} bowsers Monday",
        f"OFFER {ref} {number} bales of hay by tomorrow",
        f"{ref} {number} tents kesho",
        f"TUNALETA {ref} maboza {number} Ijumaa",
        f"TUNALETA maboza {number}",
        f"OFFER {ref}",
    ]
    await person.says(person.chance.choice(words), "OFFER")
    await person.says(person.chance.choice(["1", "yes", "ndio", "2", "2 tents"]), "answer to OFFER")


async def needs(person: Person) -> None:
    """Report what is grave, and say what is needed."""
    number = person.ledger.number()
    person.ledger.tokens.add(str(number))
    text = f"{person.chance.choice(HAZARDS)} {person.place()} severe {number} households"
    await person.says(text, "report", echo=f"{number:,}", kept=str(number))
    await person.says(person.chance.choice(["3 4", "1", "6 7", "3 tents", "maji", "9"]), "needs")


async def stands(person: Person) -> None:
    """Say how shocks go on, as the clock asks; or what is needed. Unasked, it is not understood."""
    await person.says(person.chance.choice(["2", "1", "3 1", "2 2 1", "0", "worse", "ndio"]), "standing")


async def solved(person: Person) -> None:
    """Answer whether what was closed is solved, without its reference."""
    words = ["1", "2", "3", "2 partly", "3 nothing came", "bado", "yes it is over"]
    await person.says(person.chance.choice(words), "answer to Solved?")


OF_INCIDENTS = (
    Kind("report", 7, reports, report),
    Kind("half a report", 6, reports, half_report),
    Kind("answer", 14, lambda person: reports(person) and person.options, answer),
    Kind("OK", 10, takes, take),
    Kind("answer by reference", 4, knows_one, answer_by_reference),
    Kind("CONCERN", 4, reports, concern),
    Kind("bare CONCERN", 1, reports, bare_concern),
    Kind("GIVE", 4, takes, give),
    Kind("REOPEN", 2, knows_one, reopen),
    Kind("ESCALATE", 2, knows_one, escalate),
    Kind("bare OK", 3, on_roster, bare_take),
    Kind("RELEASE", 4, takes, release),
    Kind("NOTE", 4, knows_one, note),
    Kind("CLOSE", 3, takes, close),
    Kind("FIX", 3, lambda p: reports(p) and p.references, fix),
    Kind("ADD", 3, lambda p: reports(p) and p.references, add),
    Kind("CANCEL", 2, lambda p: reports(p) and p.references, cancel),
    Kind("correction", 3, lambda p: reports(p) and p.reported, correct),
    Kind("part", 3, reports, part),
    Kind("unknown reference", 12, on_roster, ask_unknown),
    Kind("STATUS", 6, knows_one, status),
    Kind("MORE", 4, knows_one, more),
    Kind("LIST", 3, on_roster, listing),
    Kind("ADD of deaths", 2, lambda p: reports(p) and p.references, add_dead),
    Kind("OFFER", 4, lambda p: reports(p) and p.references, offer),
    Kind("needs", 3, reports, needs),
    Kind("standing", 3, reports, stands),
    Kind("answer to Solved?", 3, reports, solved),
)
