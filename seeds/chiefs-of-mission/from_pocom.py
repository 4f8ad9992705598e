"""Turn the Office of the Historian's XML of chiefs of mission into an import file.

    python from_pocom.py us-chiefs-of-mission_countries-A-M.tar.gz > facts.jsonl

Reads the archive (or a folder) of the upstream repository: `missions-countries/*.xml`, `people/*/*.xml`,
`roles-country-chiefs/*.xml` and `code-tables/*.xml`. Every chief of mission and every other nominee becomes one
posting with the phases that upstream dates. Nothing is mended: what is wrong upstream is kept, and flagged in a note.
"""

import json
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree

Fact = dict[str, Any]

HEADER: Fact = {"import": "chiefs-of-mission", "agents": "match", "defaults": {"source": "pocom"}}
SOURCE: Fact = {
    "kind": "source",
    "key": "pocom",
    "title": "Principal Officers & Chiefs of Mission (missions to countries, A to M)",
    "publication": "Office of the Historian, U.S. Department of State",
    "url": "https://github.com/HistoryAtState/pocom/tree/44d2226df6b26f8f5807215ec40e3a6c4d706bbb",
    "language": "en",
    "licence": "CC0-1.0",
}

# Upstream gives its territories an id only. Most ids read as the name; these do not.
PLACES = {
    "albania-1946": "Albania (to 1946)",
    "antigua-and-barbuda": "Antigua and Barbuda",
    "bosnia-herzegovina": "Bosnia-Herzegovina",
    "congo-brazzaville": "Congo (Brazzaville)",
    "congo-kinshasa": "Congo (Kinshasa)",
    "congo-democratic-republic": "Congo, Democratic Republic of the",
    "congo-republic": "Congo, Republic of the",
    "cote-divoire": "Côte d’Ivoire",
    "czechoslovakia-1993": "Czechoslovakia (to 1993)",
    "guinea-bissau": "Guinea-Bissau",
    "joseon-dynasty-1910": "Korea (Joseon dynasty, to 1910)",
    "micronesia-federated-states-of": "Micronesia, Federated States of",
}

# What upstream's note before a date makes of the date. The first that is found holds.
QUALIFIERS = (
    (r"on or (soon|shortly) after", "on or soon after"),
    (r"on or (soon|shortly) before", "on or shortly before"),
    (r"on or before", "on or before"),
    (r"\b(soon|shortly) after", "soon after"),
    (r"\b(on or about|about|approximately|circa|probably)\b", "about"),
    (r"^(before|prior to)$|\b(left|departed).* before$", "before"),
    (r"\bafter$", "after"),
)

# What a nominee's note says became of the appointment. The first that is found holds.
OUTCOMES = (
    (r"declin", "declined"),
    (r"withdrawn|returned", "withdrawn"),
    (r"rejected|tabled|not confirmed|without confirmation|not acted upon", "rejected"),
    (r"\bdied\b", "died"),
    (r"", "withdrawn"),  # took no oath, did not proceed to post, did not serve
)


def texts(element: etree._Element, path: str) -> str:
    """The text at a path, its inner markup included, on one line; "" if there is none."""
    found = element.find(path)
    return "" if found is None else re.sub(r"\s+", " ", "".join(found.itertext())).strip()


def name_of_place(territory: str) -> str:
    return PLACES.get(territory) or territory.replace("-", " ").title()


def wording(date: str, note: str) -> str | None:
    """The date as its note qualifies it; None where there is neither."""
    if not date:
        return note if re.fullmatch(r"(\w+ )?\d{4}", note) else None
    if other := re.search(r"\b(?:between|on) (\w+ \d+)(, \d{4})?,? (?:and|or)$", note, re.IGNORECASE):
        return f"between {other[1]}{other[2] or f', {date[:4]}'} and {date}"
    for pattern, qualifier in QUALIFIERS:
        if re.search(pattern, note, re.IGNORECASE):
            return f"{qualifier} {date}"
    return date


def phases(chief: etree._Element, role: str, nominee: bool) -> Iterator[Fact]:
    """The phases of one appointment, in upstream's order: appointed, arrived, accredited (or acting), left."""
    acting = "ad-interim" in role or role.startswith("acting")
    for element, phase in (
        ("appointed", "appointed"),
        ("arrived", "arrived"),
        ("started", "accredited"),
        ("ended", "left"),
    ):
        note = texts(chief, f"{element}/note")
        start = wording(texts(chief, f"{element}/date"), note)
        if start is None and not note:
            continue
        if element == "ended" and re.search(r"\b(died|assassinated|killed)\b", note, re.IGNORECASE):
            phase = "died"
        if element == "started" and acting:
            phase = "acting"
        yield {"phase": phase, "start": start, "reason": note or None}
    if nominee and not texts(chief, "started/date"):
        said = texts(chief, "note")
        phase = next(outcome for pattern, outcome in OUTCOMES if re.search(pattern, said, re.IGNORECASE))
        yield {"phase": phase, "reason": said or "Listed upstream among other nominees"}


def flags(chief: etree._Element, occurrence: int) -> Iterator[str]:
    """What is wrong with an upstream record, in sentences."""
    dates = [(tag, texts(chief, f"{tag}/date")) for tag in ("appointed", "arrived", "started", "ended")]
    known = [(tag, date) for tag, date in dates if date]
    for (before, first), (after, second) in pairwise(known):
        shared = min(len(first), len(second))
        if second[:shared] < first[:shared]:
            yield f"Flag: upstream has {after} ({second}) before {before} ({first})."
    if occurrence > 1:
        yield f"Flag: upstream uses the id {texts(chief, 'id')} more than once; this is its occurrence {occurrence}."
    if not known:
        yield "Flag: upstream gives no date."
    for tag, _ in dates:
        note = texts(chief, f"{tag}/note")
        if note and not texts(chief, f"{tag}/date"):
            yield f"Flag: upstream has a note on {tag} ({note!r}), but no date."
    if chief.find("arrived/norte") is not None:
        yield "Flag: upstream has an element named norte, for note."


def posting(chief: etree._Element, file: str, roles: Mapping[str, str], seen: Counter[str]) -> Iterator[Fact]:
    """The facts of one appointment: the first opens the posting, the others add their phases to it."""
    upstream = texts(chief, "id")
    seen[upstream] += 1
    key = upstream if seen[upstream] == 1 else f"{upstream}-{seen[upstream]}"
    role = texts(chief, "role-title-id")
    told = list(phases(chief, role, chief.getparent().tag == "other-nominees")) or [{"phase": "serving"}]
    note = " ".join([texts(chief, "note"), *flags(chief, seen[upstream])]).strip()
    for place, phase in enumerate(told):
        opening = {
            "key": key,
            "holder": texts(chief, "person-id"),
            "post": f"us-mission-{texts(chief, 'contemporary-territory-id')}",
            "title": roles[role],
            "note": note,
        }
        rest = opening if place == 0 else {"key": f"{key}.{phase['phase']}", "of": key}
        fact = {"kind": "posting", **rest, **phase, "locator": f"{file}, {upstream}"}
        yield {field: value for field, value in fact.items() if value}


def agent(person: etree._Element, file: str, states: Mapping[str, str]) -> Iterator[Fact]:
    """A person, and each other name that upstream gives."""
    key = texts(person, "id")
    parts = [texts(person, f"persName/{part}") for part in ("forename", "surname", "genName")]
    state = texts(person, "residence/state-id")
    about = [texts(person, "career-type"), f"residence {states.get(state, state)}" if state else ""]
    fact = {
        "kind": "agent",
        "key": key,
        "name": " ".join(filter(None, parts)),
        "type": "person",
        "description": "; ".join(filter(None, about)),
        "born": texts(person, "birth"),
        "died": texts(person, "death"),
        "locator": file,
    }
    yield {field: value for field, value in fact.items() if value}
    others = dict.fromkeys(
        texts(person, f"persName/altname[{n}]") for n in range(1, len(person.findall("persName/altname")) + 1)
    )
    for place, other in enumerate(filter(None, others), start=1):
        if other != fact["name"]:
            yield {"kind": "name", "key": f"{key}.name-{place}", "agent": key, "name": other, "locator": file}


def post(territory: str, mission: etree._Element, file: str) -> Fact:
    notes = [texts(note, "text") for note in mission.iter("mission-note")]
    fact = {
        "kind": "post",
        "key": f"us-mission-{territory}",
        "title": "Chief of Mission",
        "organization": "United States",
        "place": name_of_place(territory),
        "seats": 1,
        "note": "\n".join(notes),
        "locator": file,
    }
    return {field: value for field, value in fact.items() if value}


def facts(files: Mapping[str, bytes]) -> Iterator[Fact]:
    """Every fact, in the order in which each can be recorded: source, posts, people, postings."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    trees = {name: etree.fromstring(data, parser) for name, data in sorted(files.items()) if name.endswith(".xml")}
    roles = {
        texts(tree, "id"): texts(tree, "names/singular") for name, tree in trees.items() if name.startswith("roles-")
    }
    states = {
        texts(item, "value"): texts(item, "label") for item in trees["code-tables/us-state-codes.xml"].iter("item")
    }
    missions = {name: tree for name, tree in trees.items() if name.startswith("missions-countries/")}
    yield SOURCE
    chiefs = [(name, chief) for name, tree in missions.items() for chief in tree.iter("chief")]
    posts: dict[str, str] = {}
    for name, chief in chiefs:
        posts.setdefault(texts(chief, "contemporary-territory-id"), name)
    yield from (post(territory, missions[name], name) for territory, name in posts.items())
    wanted = {texts(chief, "person-id") for _, chief in chiefs}
    for name, tree in trees.items():
        if name.startswith("people/") and texts(tree, "id") in wanted:
            yield from agent(tree, name, states)
    seen: Counter[str] = Counter()
    for name, chief in chiefs:
        yield from posting(chief, name, roles, seen)


def read(path: Path) -> dict[str, bytes]:
    """The upstream files by their path in the repository, from its archive or folder."""
    if path.is_dir():
        return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*.xml")}
    with tarfile.open(path) as archive:
        members = ((member, archive.extractfile(member)) for member in archive if member.isfile())
        return {member.name.removeprefix("./"): stream.read() for member, stream in members if stream}


def lines(all_facts: Iterable[Fact]) -> Iterator[str]:
    for fact in (HEADER, *all_facts):
        yield json.dumps(fact, ensure_ascii=False)


if __name__ == "__main__":
    for line in lines(facts(read(Path(sys.argv[1])))):
        print(line)
