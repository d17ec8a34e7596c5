"""A mechanism in which everything is called otherwise."""

import re
import tempfile
from functools import cache
from pathlib import Path

import yaml

from config.mechanism import PACKAGED, Configuration, load_configuration

NAMES: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "mechanism": ("Zebra", "Zebra"),
        "mission": ("Lake House", "Lake House"),
        "secretariat": ("the Hill Office", "the Hill Office"),
        "clt": ("Acacia Circle", "Acacia Circles"),
        "partner": ("Ally", "Allies"),
        "chair": ("elder", "elders"),
        "lead": ("pilot", "pilots"),
        "deputy": ("second pilot", "second pilots"),
        "poc": ("gatekeeper", "gatekeepers"),
        "county_lead": ("shock pilot", "shock pilots"),
        "deputy_county_lead": ("second shock pilot", "second shock pilots"),
        "clt_lead": ("Acacia head", "Acacia heads"),
        "clt_member": ("Acacia hand", "Acacia hands"),
        "technical_office": ("Lake workshop", "Lake workshops"),
        "ip_focal": ("Ally envoy", "Ally envoys"),
        "county_poc": ("district gatekeeper", "district gatekeepers"),
        "county_official": ("district clerk", "district clerks"),
        "sector_rep": ("theme keeper", "theme keepers"),
        "private_sector": ("trade folk", "trade folk"),
        "observer": ("onlooker", "onlookers"),
        "admin": ("keykeeper", "keykeepers"),
    },
    "sw": {
        "mechanism": ("Punda", "Punda"),
        "mission": ("Ziwani", "Ziwani"),
        "secretariat": ("Mlimani", "Mlimani"),
        "clt": ("Timu Mgunga", "Timu Mgunga"),
        "partner": ("rafiki", "marafiki"),
        "chair": ("mzee mkuu", "wazee wakuu"),
        "lead": ("rubani", "marubani"),
        "deputy": ("rubani msaidizi", "marubani wasaidizi"),
        "poc": ("mlinzi", "walinzi"),
        "county_lead": ("rubani wa majanga", "marubani wa majanga"),
        "deputy_county_lead": ("rubani wa pili", "marubani wa pili"),
        "clt_lead": ("mkuu wa Mgunga", "wakuu wa Mgunga"),
        "clt_member": ("mtu wa Mgunga", "watu wa Mgunga"),
        "technical_office": ("karakana ya Ziwani", "karakana za Ziwani"),
        "ip_focal": ("balozi", "mabalozi"),
        "county_poc": ("mlinzi wa wilaya", "walinzi wa wilaya"),
        "county_official": ("karani wa wilaya", "makarani wa wilaya"),
        "sector_rep": ("mtunza mada", "watunza mada"),
        "private_sector": ("wafanyabiashara", "wafanyabiashara"),
        "observer": ("mpita njia", "wapita njia"),
        "admin": ("mtunza funguo", "watunza funguo"),
    },
}

SERIES = {
    "en": {"monthly": "Zebra round", "cascom": "Savanna table", "first_clt": "First link round"},
    "sw": {"monthly": "Kikao cha Punda", "cascom": "Meza ya Nyika", "first_clt": "Kikao cha kwanza"},
}


def write(folder: Path) -> None:
    """Write a mechanism.yaml with all names replaced, and nothing else, into a folder."""
    mechanism = yaml.safe_load((PACKAGED / "mechanism.yaml").read_text(encoding="utf-8"))
    mechanism["name"], mechanism["short_name"] = "Zebra Plains Mechanism", "Zebra"
    mechanism["names"] = {
        language: {**{key: list(pair) for key, pair in names.items()}, "series": SERIES[language]}
        for language, names in NAMES.items()
    }
    text = yaml.safe_dump(mechanism, allow_unicode=True, sort_keys=False)
    (folder / "mechanism.yaml").write_text(text, encoding="utf-8")


@cache
def renamed() -> Configuration:
    """Return the packaged configuration with other names."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        return load_configuration(Path(folder))


@cache
def old_names() -> re.Pattern[str]:
    """Return a pattern of all packaged names, as whole words."""
    packaged = load_configuration()
    names = {name for by_argument in packaged.names.values() for name in by_argument.values()}
    names |= {name for series in packaged.meetings.series for name in series.name.values()}
    names |= {"CASCOM", packaged.mechanism.name}
    ordered = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})(?!\w)")
