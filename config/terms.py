"""Terms that several of the files share: severities, roles; and how strictly each file is read."""

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
"""A setting that a file does not know is a fault, and nobody changes what was read."""
