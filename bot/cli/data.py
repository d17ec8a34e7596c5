"""`sek check --data`: whether the data is whole. Part of `bot.cli`."""

import typer


def check_data() -> None:
    """Print a line for each row that breaks an invariant; end with 1 if there is any."""
    from bot.channels import CHANNELS
    from bot.cli import common
    from sek_core.integrity import checking
    from sek_core.integrity.violations import Circumstances
    from sek_core.privacy import forgotten
    from sek_core.timing.clock import SystemClock

    settings = common.load_settings()
    here = Circumstances(
        SystemClock().now(),
        settings.files_dir,
        forgotten.read(settings.forgotten_file),
        frozenset(CHANNELS.with_numbers),
    )
    count = 0
    with common.open_database() as database:
        common.need_current(database)
        with database.reading() as session:
            for violation in checking.violations(session, here):
                count += 1
                common.say(str(violation))
    if count:
        common.say(f"{count} rows are wrong, of {len(checking.INVARIANTS)} invariants", err=True)
        raise typer.Exit(1)
    common.say(f"the data is whole: {len(checking.INVARIANTS)} invariants hold")
