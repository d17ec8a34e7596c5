"""hazards.yaml: shocks and stresses, and the words that name them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from config.terms import Severity, StrictModel

OTHER = "other"
"""The hazard of a report whose words name none."""


class Label(BaseModel):
    """A name in English, in Swahili, and in further languages of the mechanism under their codes."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, str] = Field(init=False)

    en: str
    sw: str

    def in_language(self, language: str) -> str:
        """Return the name in a language; the English one where that language has none."""
        names: dict[str, str] = self.model_dump()
        return names.get(language, self.en)


Words = dict[str, tuple[str, ...]]
"""Words by language."""


class Sign(StrictModel):
    """Words that imply a hazard without naming it: a thing, and near it what happened to the thing."""

    thing: Words
    state: Words


class Hazard(StrictModel):
    """One shock or stress of hazards.yaml."""

    id: str = Field(pattern="^[a-z][a-z_]*$")
    label: Label
    agrees: dict[str, str] = Field(default_factory=dict)
    """By language, which of the adjectives fit the label."""
    keywords: Words = Field(default_factory=dict)
    faint: Words = Field(default_factory=dict)
    signs: tuple[Sign, ...] = ()
    unless: Words = Field(default_factory=dict)
    sectors: tuple[str, ...]
    onset: Literal["sudden", "slow"]
    sensitive: bool = False
    leads_to: tuple[str, ...] = ()
    codes: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)


class HazardFile(StrictModel):
    """hazards.yaml."""

    sectors: tuple[str, ...]
    adjectives: dict[str, dict[str, dict[Severity, str]]] = Field(default_factory=dict)
    """The severities as adjectives, by language and noun class."""
    hazards: tuple[Hazard, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> "HazardFile":
        ids = [hazard.id for hazard in self.hazards]
        if OTHER not in ids:
            raise ValueError(f"the hazard {OTHER} is missing: what no other fits is reported as it")
        for hazard in self.hazards:
            if ids.count(hazard.id) > 1:
                raise ValueError(f"the hazard {hazard.id} stands here twice")
            for language, noun_class in hazard.agrees.items():
                if noun_class not in self.adjectives.get(language, {}):
                    raise ValueError(f"{hazard.id}: agrees: {language} has no adjectives {noun_class!r}")
            for sector in hazard.sectors:
                if sector not in self.sectors:
                    raise ValueError(f"{hazard.id}: the sector {sector!r} is not in the list of sectors")
            for other in hazard.leads_to:
                if other not in ids or other == hazard.id:
                    raise ValueError(f"{hazard.id}: leads_to {other!r} is no other hazard of this file")
        return self

    def severities(self) -> dict[str, dict[str, dict[str, str]]]:
        """Return by language and hazard the severities in words that agree with the hazard's label."""
        return {
            language: {
                hazard.id: {str(each): word for each, word in classes[hazard.agrees[language]].items()}
                for hazard in self.hazards
                if language in hazard.agrees
            }
            for language, classes in self.adjectives.items()
        }
