"""The roles by name, and those of them that texts and routing know together."""

from config.terms import Role

__all__ = ["CLT", "LEADS", "WIDE", "Role"]

CLT = (Role.CLT_LEAD, Role.CLT_MEMBER)

LEADS = (Role.COUNTY_LEAD, Role.DEPUTY_COUNTY_LEAD)

WIDE = frozenset({Role.USAID, Role.RLA, Role.CHAIR, Role.TECHNICAL_OFFICE, Role.ADMIN})
"""Roles that are held for the whole mechanism, so that no county is named beside them."""
