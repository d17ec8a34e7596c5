"""Confidence: texts that go out unasked, texts that are asked about, and neither."""

import pytest

from tests.packaged import packaged, reader_of

READER = reader_of(packaged())


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("flood", ()),
        ("moto", ("faint",)),
        ("moto Kyuso", ()),
        ("there is a big fire", ("faint",)),
        ("is there flood in Kyuso?", ("question",)),
        ("flood in Kyuso, can you help us?", ()),
        ("flood may come to Kyuso", ("maybe",)),
        ("flood in Kyuso last year", ("past",)),
        ("flood haha", ("jest",)),
        ("In 2018 flood killed 3 people in Kyuso", ("past",)),
        ("In 2022 drought killed 300 cattle in Mutha, we remember", ("past",)),
        ("if it rains tonight the 40 households at Kyuso will be flooded", ("maybe",)),
        ("Forecast: drought in Kyuso", ("maybe",)),
        ("flood Kyuso is fake news", ("maybe",)),
        ("fire at Kyuso market put out", ("over",)),
        ("Report on drought in Kyuso 400 households is attached, please review", ("talk",)),
        ("Garissa floods: 900 families displaced, good we are in Kyuso", ("outside",)),
        ("flood in Garissa 900 families, Kyuso ok", ("outside",)),
        ("flood report from Kyuso: 40 houses", ("talk",)),
        ("flood training in Kyuso", ("talk", "faint")),
        ("3 dead, is it flood?", ()),
        ("haraka, moto", ()),
        ("we need food", ("faint",)),
        ("we need food in Mutha, 40 families", ()),
        ("elephant figures published today", ("thin",)),
        ("elephants at Kwa Mutisya", ()),
        ("floods everywhere in Makueni, roads and farms are gone", ()),
        ("flood " + "very odd things happen here every single day " * 3, ("thin", "buried")),
        ("in our area the drought has been there since the month of March", ("thin",)),
    ],
)
def test_doubts(text: str, doubts: tuple[str, ...]) -> None:
    assert READER.read(text, ["Kitui"]).doubts == doubts


@pytest.mark.parametrize(
    "text",
    [
        "no flood yet",
        "no cases of cholera",
        "the flood is over",
        "fire put out, no injuries",
        "flood water has gone down",
        "elephants have been driven back",
        "flood prone areas 400 households",
        "mafuriko hayapo",
        "mazao yamekauka vizuri",
        "mambo ni moto leo",
        "fire extinguisher",
    ],
)
def test_what_affirms_no_hazard(text: str) -> None:
    assert READER.read(text, ["Kitui"]).hazard is None
