"""The roles by name, and those of them that texts and routing know together."""

from config.terms import Role

__all__ = ["CLT", "LEADS", "OF_COUNTY", "WIDE", "Role"]

CLT = (Role.CLT_LEAD, Role.CLT_MEMBER)

LEADS = (Role.COUNTY_LEAD, Role.DEPUTY_COUNTY_LEAD)

OF_COUNTY = frozenset({Role.COUNTY_POC, Role.COUNTY_OFFICIAL})
"""Roles of the county's own government, by which a person has an incident for the county, not for the CLT."""

WIDE = frozenset({Role.USAID, Role.RLA, Role.CHAIR, Role.TECHNICAL_OFFICE, Role.ADMIN})
"""Roles that are held for the whole mechanism, so that no county is named beside them."""
