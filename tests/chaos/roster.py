"""People of a run: about sixty in three counties with a telephone, a chat or both, and strangers."""

from dataclasses import dataclass

COUNTIES = {
    "Kitui": ("Mutomo", "Kyuso", "Tseikuru"),
    "Makueni": ("Makindu", "Mtito Andei", "Nguumo"),
    "Taita Taveta": ("Sagalla", "Mbololo", "Kasigau"),
}
"""The counties, and places in each."""

ROLES = (
    "county_lead",
    "deputy_county_lead",
    "clt_lead",
    *["clt_member"] * 3,
    *["county_poc"] * 2,
    *["ip_focal"] * 4,
    *["county_official"] * 3,
    *["sector_rep"] * 3,
    "observer",
)
"""Roles in each county."""

CENTRAL = ("usaid", "rla", "chair")
STRANGERS = 6

FIRST_CHAT = 9_990_000_000_001


@dataclass(frozen=True, slots=True)
class Member:
    """A person, as the roster has them. `county` empty: all; `role` empty: a stranger."""

    name: str
    role: str
    county: str
    phone: str
    chat: str
    channel: str
    language: str

    @property
    def line(self) -> str:
        """Return the person's line of the CSV."""
        return ",".join(
            (self.name, self.role, self.county, self.phone, self.chat, self.channel, self.language)
        )


def members() -> list[Member]:
    """Return all people. Half have a telephone only, some a chat only, some both. Those in the centre get
    every alert, more than Telegram lets through to one chat, so they prefer SMS.
    """
    places = [(role, county) for county in COUNTIES for role in ROLES]
    found = []
    for number, (role, county) in enumerate([*((role, "") for role in CENTRAL), *places]):
        has_chat = number % 6 in (0, 2, 3) or not county
        has_phone = number % 6 != 2 or not county
        found.append(
            Member(
                f"{role.replace('_', ' ')} {number}",
                role,
                county,
                _phone(number) if has_phone else "",
                str(FIRST_CHAT + number) if has_chat else "",
                "sms" if number % 6 == 3 or not county else "",
                "sw" if number % 5 == 4 else "en",
            )
        )
    first = len(found)
    return found + [
        Member(f"stranger {n}", "", "", _phone(first + n), "", "", "en") for n in range(STRANGERS)
    ]


def csv(everybody: list[Member]) -> str:
    """Return the roster's file."""
    lines = [member.line for member in everybody if member.role]
    return "\n".join(["name,role,county,phone,telegram,channel,language", *lines]) + "\n"


def _phone(number: int) -> str:
    return f"+2543000000{number:02}"
