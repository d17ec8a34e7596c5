"""Terms that several files share (severities, roles), and the strictness of each file's model."""

from enum import StrEnum
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

Severity = Literal["minor", "moderate", "severe", "extreme"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

Need = Literal["rescue", "medical", "water", "food", "shelter", "fodder", "other"]
"""What a shock calls for, in the order of the digits that answer "What is needed most?"."""
NEEDS: tuple[Need, ...] = get_args(Need)

Standing = Literal["over", "better", "same", "worse"]
"""How a shock stands now, in the order of the digits from 0."""
STANDINGS: tuple[Standing, ...] = get_args(Standing)


class Role(StrEnum):
    """The roles that people hold, as they are written in files and in the database."""

    COUNTY_LEAD = "county_lead"
    DEPUTY_COUNTY_LEAD = "deputy_county_lead"
    CLT_LEAD = "clt_lead"
    CLT_MEMBER = "clt_member"
    USAID = "usaid"
    CHAIR = "chair"
    TECHNICAL_OFFICE = "technical_office"
    RLA = "rla"
    IP_FOCAL = "ip_focal"
    COUNTY_POC = "county_poc"
    COUNTY_OFFICIAL = "county_official"
    SECTOR_REP = "sector_rep"
    PRIVATE_SECTOR = "private_sector"
    OBSERVER = "observer"
    ADMIN = "admin"


ROLES: tuple[Role, ...] = tuple(Role)


class StrictModel(BaseModel):
    """A part of a file: an unknown key is a fault, and the values are immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)
