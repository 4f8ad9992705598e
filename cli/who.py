"""`regesta who`: who held a post."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from regesta.cli.completion import Known
from regesta.cli.options import dossier_option, json_option
from regesta.cli.printing import bounds, days, print_json, printed, say, table, tenure

if TYPE_CHECKING:
    from regesta.events.when import When
    from regesta.projections.reading.who import Holding

ANSWERS = ("certain", "possible", "excluded", "no-evidence")


@click.command()
@click.argument("post", type=Known("POST", ("post",)))
@click.option("--on", "day", metavar="DATE", help="The day that is asked about, in any wording.")
@json_option
@dossier_option
def who(post: str, day: str | None, as_json: bool) -> None:
    """Tell who held a post: certainly, possibly, or not.

    Without --on, everybody is listed in order, then the days on which nobody may have held it, and those on which more
    did than it has seats. With --on, each posting answers for that day, or for every day that the wording may mean:
    certain, possible, excluded, or no-evidence where it has no date at all. Exits with 1 if nobody certainly or
    possibly held it.

    \b
    Example:
      regesta who us-ambassador-ru --on 2018-06-01
    """
    from regesta.cli.asked import asked
    from regesta.cli.desk import reading
    from regesta.cli.referring import subject
    from regesta.projections.reading.succession import in_order
    from regesta.projections.reading.who import holdings

    when = asked("--on", day) if day else None
    with reading() as desk:
        found = subject("POST", post, ("post",), desk.connection)
        ((seats,),) = desk.connection.execute("SELECT seats FROM posts WHERE id = ?", (found.id,))
        held = in_order(holdings(desk.connection, found.id, (when.earliest, when.latest) if when else None), seats)
    if as_json:
        print_json(_answers(held, when, found.id) if when else [_plain(one) for one in held])
    else:
        _print(held, found.label, when, seats)
    if not any(one.answer in (None, "certain", "possible") for one in held):
        raise click.exceptions.Exit(1)


def _answers(held: "Sequence[Holding]", when: "When", post: str) -> dict[str, object]:
    shown = when.model_dump(mode="json", include={"verbatim", "earliest", "latest"})
    by_answer = {answer.replace("-", "_"): [_plain(one) for one in held if one.answer == answer] for answer in ANSWERS}
    return {"post": post, "on": shown, **by_answer}


def _plain(holding: "Holding") -> dict[str, object]:
    return {name: value for name, value in asdict(holding).items() if name not in ("answer", "post")}


def _print(held: "Sequence[Holding]", post: str, when: "When | None", seats: int | None) -> None:
    day = "" if when is None else f", on {bounds(when.verbatim, _iso(when.earliest), _iso(when.latest))}"
    say(f"{post}{day}:")
    ordered = sorted(held, key=lambda one: ANSWERS.index(one.answer) if one.answer else 0)
    printed(table([(*filter(None, (one.answer,)), one.name, tenure(asdict(one))) for one in ordered]))
    if when is None:
        _print_vacancies(held, seats)
    if not any(one.answer in (None, "certain", "possible") for one in held):
        say("No evidence that anybody held it then." if when else "No posting is recorded.")


def _print_vacancies(held: "Sequence[Holding]", seats: int | None) -> None:
    """When nobody may have held the post, and when more than it has seats certainly did."""
    from regesta.projections.reading.succession import succession, unless

    told, names = succession(held, seats), {one.posting: one.name for one in held}
    vacant = [
        ("vacant", days(*stretch), unless(others, names))
        for one in told.vacancies
        for stretch, others in zip(one.certain, one.unless, strict=True)
    ]
    over = [
        ("overlap", days(one.first, one.last), ", ".join(names[by] for by in one.postings)) for one in told.overlaps
    ]
    printed(table(vacant + over))


def _iso(day: object) -> str | None:
    return None if day is None else str(day)
