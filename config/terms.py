"""Terms that several files share (severities, roles), and the strictness of each file's model."""

from typing import Literal, get_args

from pydantic import ConfigDict

Severity = Literal["minor", "moderate", "severe", "extreme"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

Role = Literal[
    "county_lead", "deputy_county_lead", "clt_lead", "clt_member", "usaid", "chair",
    "technical_office", "rla", "ip_focal", "county_poc", "county_official", "sector_rep",
    "private_sector", "observer", "admin",
]  # fmt: skip
ROLES: tuple[Role, ...] = get_args(Role)


STRICT = ConfigDict(extra="forbid", frozen=True)
"""Model settings: an unknown key is a fault, and the values are immutable."""
