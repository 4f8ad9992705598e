"""Suggestions judged one by one at the terminal; each answer is recorded at once."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from regesta.cli.adding import asker
from regesta.cli.author import author
from regesta.cli.draft import made
from regesta.cli.options import here
from regesta.cli.printing import printed, say
from regesta.cli.recording import Pen, Prepared, commit
from regesta.cli.suggest import lines
from regesta.cli.typed import cleaned
from regesta.events.errors import RegestaError
from regesta.events.facts import Fact
from regesta.projections.reading.subjects import canonical_agent
from regesta.projections.reading.suggesting import settled

if TYPE_CHECKING:
    from regesta.cli.desk import Desk
    from regesta.projections.reading.suggesting import Suggestion

_ANSWERS = {"s": "same", "d": "different", "u": "undecided", "k": "skip", "": "skip", "m": "more", "q": "quit"}
_QUESTION = "[s]ame, [d]ifferent, [u]ndecided, s[k]ip, [m]ore, [q]uit? "


def reviewed(found: "Sequence[Suggestion]", given_author: str | None) -> None:
    """Ask about each suggestion, and record what is answered; one that an earlier answer settled is passed over."""
    ask, dossier = asker(), here()
    pen = Pen(dossier, author(given_author, dossier.path, ask is not None), ask)
    judged = 0
    try:
        for place, one in enumerate(found, 1):
            if _is_settled(one, pen):
                continue
            say(f"\n{place:,} of {len(found):,}")
            printed(lines(one))
            verdict = _verdict(one)
            if verdict == "quit":
                break
            if verdict != "skip":
                _record(one, verdict, pen)
                judged += 1
    except (click.Abort, KeyboardInterrupt):
        say("")
    say(f"{judged:,} judged. What was judged is not suggested again; the rest is, the next time.")
    if judged:
        say("`regesta retract` takes a judgement back.")


def _verdict(one: "Suggestion") -> str:
    while True:
        typed = str(click.prompt(_QUESTION, prompt_suffix="", default="", show_default=False, err=True)).strip().lower()
        answer = _ANSWERS.get(typed, typed)
        if answer == "more":
            printed(lines(one, whole=True))
        elif answer in _ANSWERS.values():
            return answer
        else:
            say(f"{typed!r} is none of the answers; type a letter in brackets, or the word.")


def _record(one: "Suggestion", verdict: str, pen: Pen) -> None:
    offered = _because(one, verdict)
    while True:
        typed = str(click.prompt(f"Because (blank: {offered})", default="", show_default=False, err=True)).strip()
        try:
            said = {
                "kind": "identity",
                "a": one.a,
                "b": one.b,
                "verdict": verdict,
                "because": cleaned("because", typed),
            }
            fact = made({**said, "because": said["because"] or offered})
        except RegestaError as refused:
            say(str(refused))
            continue
        recorded = commit(pen, partial(_prepared, fact))
        say(f"Recorded: {verdict} ({recorded.main.fact}).")
        return


def _prepared(fact: Fact, desk: "Desk") -> Prepared:
    return Prepared((fact,))


def _because(one: "Suggestion", verdict: str) -> str:
    """What is recorded if no reason is typed: what the suggestion itself rests on, and that a person judged it so."""
    reasons = one.against if verdict == "different" else (*one.speaks_for, *one.matched)
    if verdict == "undecided" or not reasons:
        return f"Judged by reading both records; names {one.name_score:.2f} alike."
    return f"Judged by reading both records: {'; '.join(reasons)}."


def _is_settled(one: "Suggestion", pen: Pen) -> bool:
    """Whether a judgement of a moment ago has made the two one, or keeps them apart under another of their ids."""
    from regesta.cli.desk import opened

    with opened(pen.dossier) as desk:
        a, b = (canonical_agent(desk.connection, id) or id for id in (one.a, one.b))
        return a == b or (min(a, b), max(a, b)) in settled(desk.connection)
