"""`regesta add posting`."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from regesta.cli.adding import Adding, adding, form_fields, prepared
from regesta.cli.draft import Draft, Form, filled, made
from regesta.cli.evidence import evidence
from regesta.cli.recording import Prepared
from regesta.cli.referring import Ambiguous
from regesta.cli.refusal import WrongUsage
from regesta.cli.typed import cleaned
from regesta.cli.worded import replaced

if TYPE_CHECKING:
    from regesta.cli.desk import Desk
    from regesta.events.facts import Fact
    from regesta.events.posting import Posting


def _prepared(kind: str, form: Form, desk: "Desk", agent_type: str = "person") -> Prepared:
    """The posting; and if it says whom its holder replaced, that the other's time ended then, in the same commit."""
    if "replaces" not in form:
        told = prepared(kind, form, desk, agent_type)
        return replace(told, remarks=(*told.remarks, *_beside(told.facts[told.main], desk)))
    draft = Draft(desk, evidence(form, desk), agent_type=agent_type)
    successor = made(filled(kind, form, form_fields(kind), draft))
    ending = _ended(successor, form["replaces"][-1], draft)  # type: ignore[arg-type]
    return Prepared((*draft.added, ending, successor), remarks=tuple(draft.remarks))


def _beside(posting: "Fact", desk: "Desk") -> Iterator[str]:
    """That the holder has another posting in the post, of which this may have been meant as a phase."""
    from regesta.events.posting import LASTING, Posting
    from regesta.projections.reading.replaced import postings_of

    if not isinstance(posting, Posting) or posting.holder is None or posting.post is None:
        return
    others = postings_of(desk.connection, posting.holder, posting.post)
    meant = [one.id for one in others if not one.ended or posting.phase not in LASTING]
    if meant:
        listed = " and ".join(f"posting/{one}" for one in meant)
        yield f"The holder has another posting in this post: {listed}. A phase of it would be added with --of."


def _ended(successor: "Posting", text: str, draft: Draft) -> "Fact":
    """That the time of whom a successor replaced ended; `text` names the agent, or the posting as posting/ID."""
    from regesta.events.facts import content
    from regesta.events.replacing import Several, ending, refusal
    from regesta.projections.known import Lookup
    from regesta.projections.reading.replaced import postings_of

    connection = draft.desk.connection
    text = cleaned("--replaces", text)
    if why := refusal(successor):
        raise WrongUsage(f"--replaces: {why}.")
    who, post = _who_in_which(successor, draft)
    holder, named = replaced("--replaces", text, draft)
    if named is not None:
        (held,) = connection.execute("SELECT post FROM postings WHERE id = ?", (named,)).fetchone()
        if held != post:
            raise WrongUsage(f"--replaces: {text} is in the post {held}, and the successor's is {post}.")
    if holder == who:
        raise WrongUsage(f"--replaces: {text!r} is who takes the post up; name whom they replaced.")
    known = Lookup(connection)
    some = tuple(one for one in postings_of(connection, holder, post) if named in (None, one.id))
    try:
        said = ending(successor, holder, post, some, lambda fact: known.by_content(content(fact)) is not None)
    except Several as error:
        listed = " or ".join(f"posting/{one}" for one in error.ids)
        raise Ambiguous(f"--replaces: {text!r} may be {listed}; give the one that ended.") from error
    return made(said)


def _who_in_which(successor: "Posting", draft: Draft) -> tuple[str | None, str]:
    """The holder and the post of a posting, by the posting that it adds to where it does not say so itself."""
    if successor.post is not None:
        return successor.holder, successor.post
    row = draft.desk.connection.execute("SELECT holder, post FROM postings WHERE id = ?", (successor.of,)).fetchone()
    if row is None:
        raise WrongUsage("--replaces: the successor's post is not told; give --post.")
    return successor.holder or str(row[0]), str(row[1])


posting = adding(
    Adding(
        "posting",
        help="One phase of somebody's time in a post. Serving and acting last, and have a start and an end; every other"
        " phase happens on a day. --replaces records both sides of a succession at once: the predecessor's time ended"
        " on the day on which this one began.",
        example=r"""
regesta add posting --holder "Jon Huntsman" --post us-ambassador-ru \
  --phase serving --start "by autumn of 2017" --end "in October" \
  --source digest
regesta add posting --of huntsman-moscow --phase accredited \
  --on 2017-10-03 --source digest
regesta add posting --holder "John Sullivan" --post us-ambassador-ru \
  --phase serving --start 2020-02-05 --replaces "Jon Huntsman" \
  --source digest""",
        also=(click.Option(["--on"], metavar="DATE", help="For a phase that happens on a day: that day."),),
        make=_prepared,
    )
)
