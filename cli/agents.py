"""Which agent a name means: one that is known, one that comes near and is asked about, or a new one."""

import re
from typing import TYPE_CHECKING

from regesta.cli.keys import key_for
from regesta.cli.referring import Ambiguous, Unknown, listed, near, told_apart, with_name
from regesta.cli.voices import voice
from regesta.events.agent import Agent, Name
from regesta.events.unnamed import is_unnamed
from regesta.projections.reading import heard
from regesta.projections.reading.subjects import Subject, with_id, with_prefix

if TYPE_CHECKING:
    from regesta.cli.draft import Draft

ASKED_ABOUT = 3
"""How many near misses are asked about, or named in a sentence."""


def agent(place: str, text: str, draft: "Draft") -> str:
    """The id of the agent that a text names: an id, the beginning of one, or a name.

    A name that nobody has is a new agent's, who is added to the draft; one that comes near to somebody's is asked
    about, or refused where nobody can be asked. Raises Ambiguous if several have the name. `place` is the option.
    """
    connection = draft.desk.connection
    made = next((one.key for one in draft.added if isinstance(one, Agent) and _alike(one.name or "", text)), None)
    if made is not None:
        return made
    if is_unnamed(text) and not with_id(connection, text, ("agent",)):
        return voice(place, text, draft)
    found = with_id(connection, text, ("agent",)) or with_name(connection, text, ("agent",))
    found = found or with_prefix(connection, text, ("agent",))
    if len(found) > 1:
        raise Ambiguous(f"{place}: {text!r} may be {listed(told_apart(found, connection))}; give the id.")
    return found[0].id if found else _near(place, text, draft)


def called(id: str, draft: "Draft") -> str | None:
    """The name of an agent, of the draft or the dossier; None for a voice that has none."""
    made = next((one for one in draft.added if isinstance(one, Agent) and one.key == id), None)
    if made is not None:
        return None if made.type == "anonymous" else made.name
    return heard.called(draft.desk.connection, id)


def _alike(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _near(place: str, name: str, draft: "Draft") -> str:
    """The agent that was meant by a name that nobody has: a near one, or a new one."""
    close = near(draft.desk.connection, name, ("agent",))[:ASKED_ABOUT]
    if draft.desk.new_agents and close:
        key = _new(place, name, draft)
        draft.remarks.append(f"Called nearly so: {listed(close)}.")
        return key
    if not close:
        return _new(place, name, draft)
    if draft.desk.ask is None:
        meant = " or ".join(f"{one.label} ({one.id})" for one in told_apart(close, draft.desk.connection))
        raise Unknown(
            f"{place}: nobody is called {name!r}. Did you mean {meant}? Give that id, or --new-agent to record a new"
            " agent."
        )
    chosen = str(draft.desk.kept.get(("name", name)) or _asked(place, name, close, draft))
    draft.desk.kept["name", name] = chosen
    if chosen == _NEW:
        return _new(place, name, draft)
    _record_spelling(name, next(one for one in close if one.id == chosen), draft)
    return chosen


_NEW = "(new)"


def _asked(place: str, name: str, close: tuple[Subject, ...], draft: "Draft") -> str:
    """The id of the near agent that is confirmed, or `_NEW`."""
    assert draft.desk.ask is not None  # noqa: S101 - the caller looked
    for one in told_apart(close, draft.desk.connection):
        answer = ""
        while answer not in ("y", "yes", "n", "no", "new"):
            answer = draft.desk.ask(f"{name}: did you mean {one.label}? [y/n/new] ").strip().lower()
        if answer in ("y", "yes"):
            return one.id
        if answer == "new":
            return _NEW
    raise Unknown(f"{place}: nobody else comes near {name!r}. Give an id, or --new-agent to record a new agent.")


def _new(place: str, name: str, draft: "Draft") -> str:
    from regesta.cli.draft import evidenced, made

    key = key_for(name, lambda key: _taken(key, draft))
    type = "organization" if _is_outlet(name, draft) else draft.agent_type
    draft.added.append(made({"kind": "agent", "key": key, "name": name, "type": type, **evidenced(draft.evidence)}))
    article = "an" if type[0] in "aeio" else "a"
    said = f"New: {name}, {article} {type} ({key})."
    if type == "person" and (place.endswith("via") or " " not in name or name[0].islower()):
        # Papers and agencies are heard through as people are, and their names do not tell them apart; "high-ranking
        # officials" are described, and not named.
        said += f" If it is none: `regesta correct {key} --set type=organization --motive clerical --note …`."
    draft.remarks.append(said)
    return key


def _is_outlet(name: str, draft: "Draft") -> bool:
    """Whether some source stands in a publication of this name: then the name is a body's."""
    found = draft.desk.connection.execute("SELECT 1 FROM sources WHERE publication = ? COLLATE NOCASE", (name,))
    return found.fetchone() is not None


def _taken(key: str, draft: "Draft") -> bool:
    return bool(with_id(draft.desk.connection, key, ("agent",))) or any(
        isinstance(one, Agent) and one.key == key for one in draft.added
    )


def _record_spelling(name: str, known: Subject, draft: "Draft") -> None:
    """Add that the source spells the agent's name so, unless what was captured of it never does."""
    from regesta.cli.draft import evidenced, made
    from regesta.cli.evidence import captured_texts

    if any(isinstance(one, Name) and one.name == name and one.agent == known.id for one in draft.added):
        return
    sources = {citation.source for citation in draft.evidence.citations}
    texts = [text for source in sources for text in captured_texts(source, draft.desk).values()]
    if texts and not any(_stands_in(name, text) for text in texts):
        draft.remarks.append(f"The spelling {name!r} is not in what was captured, so it is not recorded as a name.")
        return
    words, known_words = (set(re.findall(r"\w+", text.casefold())) for text in (name, known.label))
    form = "variant" if words <= known_words else "misspelling"
    draft.added.append(
        made({"kind": "name", "agent": known.id, "name": name, "form": form, **evidenced(draft.evidence)})
    )
    draft.remarks.append(f"New: {name!r} is a {form} of {known.label} ({known.id}).")


def _stands_in(name: str, text: str) -> bool:
    return " ".join(name.split()).casefold() in " ".join(text.split()).casefold()
