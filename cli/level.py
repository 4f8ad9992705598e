"""Who may see a thing, as options: --internal, --withhold and --embargo-until, on `restrict` and on `add`."""

from collections.abc import Callable, Mapping, Sequence

import click

from regesta.cli.refusal import WrongUsage

Command = Callable[..., None]

ONE_SORT = "A restriction is of one sort: give one of --internal, --withhold and --embargo-until."


def options(codes: Sequence[str]) -> tuple[click.Option, ...]:
    """The three options."""
    return (
        click.Option(["--internal"], is_flag=True, help="It is for the desk alone."),
        click.Option(
            ["--withhold"],
            type=click.Choice(codes, case_sensitive=False),
            metavar="CODE",
            help=f"Why: {', '.join(codes)}.",
        ),
        click.Option(["--embargo-until", "until"], metavar="DATE", help="It is public from that day on, in UTC."),
    )


def level_options(codes: Sequence[str]) -> Callable[[Command], Command]:
    """Adds the three options to a command."""

    def decorate(command: Command) -> Command:
        command.__dict__.setdefault("__click_params__", []).extend(reversed(options(codes)))
        return command

    return decorate


def level(internal: bool, withhold: str | None, until: str | None) -> Mapping[str, object] | None:
    """The level of a restriction, with its code or day; None if no option was given. Raises WrongUsage for several."""
    given = sum(map(bool, (internal, withhold, until)))
    if given > 1:
        raise WrongUsage(ONE_SORT)
    if withhold:
        return {"level": "withheld", "code": withhold}
    if until:
        return {"level": "embargoed", "until": _day(until)}
    return {"level": "internal"} if internal else None


def remarks_on(said: Mapping[str, object]) -> tuple[str, ...]:
    """From which day on something is public, if that was said."""
    from regesta.events.when import When

    until = said.get("until")
    return (f"It is public from {until.latest} on (UTC).",) if isinstance(until, When) else ()


def _day(wording: str) -> object:
    from regesta.cli.asked import asked

    until = asked("--embargo-until", wording)
    if until.latest is None:
        raise WrongUsage(f"--embargo-until: {wording!r} has no last day; give one that has, such as 2030-01-01.")
    return until
