"""`sek triage`: what waits for a coordinator, and why it was read so. Part of `bot.cli`."""

from typing import TYPE_CHECKING

from bot.cli.common import Json

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.cli.listing_triage import Shown


def triage(json: Json = False) -> None:
    """The kept texts that wait, and incidents whose hazard is in question, with why they were read so."""
    from bot.cli import common, listing, listing_triage
    from bot.reading import Explainer

    common.log_as_configured()
    settings, configuration = common.load_settings(), common.load()
    explainer = Explainer(configuration, settings.reader, settings.reader_weights)
    counties = configuration.mechanism.counties

    def read(session: "Session") -> "dict[str, list[Shown]]":
        return {
            "texts that wait": list(listing_triage.kept_texts(session, explainer, counties)),
            "hazards in question": list(listing_triage.doubtful_incidents(session, explainer, counties)),
        }

    for title, rows in common.read_database(read).items():
        if not json:
            common.say(f"{len(rows)} {title}")
        for row in rows:
            for line in [listing.as_json(row.as_object())] if json else row.lines():
                common.say(line)
