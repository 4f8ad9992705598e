"""A capture in which words stand that a withheld fact quotes is not passed on, whatever its licence."""

from hashlib import sha256
from pathlib import Path

import pytest
from factories import a_post, a_posting, a_restriction, a_source, an_agent
from recorded import a_dossier, add
from site_case import KEY, SiteCase, files

from regesta.events.by_hash import keep
from regesta.events.facts import parse_fact
from regesta.events.keys import write_signing_key

SECRET = "the  general’s nephew"
TEXT = f"A page of news. He is {SECRET}, and is well."


def a_case(folder: Path, quote: dict[str, object], text: str | None = TEXT) -> tuple[SiteCase, str]:
    """A public source under a free licence, its capture, and a fact that quotes it and is withheld."""
    dossier = a_dossier(folder / "news", a_source("page", title="News", licence="CC0-1.0"), an_agent("ann"), a_post())
    held = keep(dossier.path, f"<p>{TEXT}</p>".encode())
    capture = {"kind": "capture", "source": "page", "sha256": held, "media_type": "text/html", "size": len(TEXT) + 7}
    if text is not None:
        capture |= {"text": keep(dossier.path, text.encode()), "extractor": "html 1"}
    add(dossier, parse_fact({**capture, "retrieved": "2026-11-23T08:00:00Z"}))
    add(dossier, a_posting(citations=({"source": "page"},)))
    cited = {"source": "page", "quote": quote}
    (fact,) = add(dossier, a_posting("hers", holder="ann", citations=(cited,)))
    add(dossier, a_restriction(fact=fact))
    write_signing_key(dossier.path, KEY)
    return SiteCase(dossier, folder / "site", folder / "memory"), fact


def found(exact: str) -> dict[str, object]:
    """A quote that was found in the text."""
    start = TEXT.index(exact)
    place = {"start": start, "end": start + len(exact), "text": sha256(TEXT.encode()).hexdigest()}
    return {"exact": exact, "found": "exact", **place}


def unverified(exact: str) -> dict[str, object]:
    return {"exact": exact, "found": "unverified"}


def captures(case: SiteCase) -> list[str]:
    return [path for path in files(case.folder) if "/captures/" in path]


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        (found(SECRET), TEXT),
        (unverified(SECRET), TEXT),
        (unverified("the general's nephew"), TEXT),
        (unverified(SECRET), None),
        (unverified("another word"), None),
    ],
    ids=["found", "unverified", "with other spacing", "in no text", "nobody can tell"],
)
def test_a_capture_that_a_withheld_fact_quotes_stays_behind(
    tmp_path: Path, quote: dict[str, object], text: str | None
) -> None:
    case, _ = a_case(tmp_path, quote, text)
    done = case.publish()
    assert captures(case) == []
    assert not any(b"nephew" in data for data in files(case.folder).values())
    (told,) = [left for left in done.left_out["news"] if left.what == "capture"]
    assert (told.count, told.why) == (1, "what is withheld quotes them; the log has their hashes")
    (seen,) = [left for left in done.manifest.dossiers[0].left_out if left.what == "capture"]
    assert (seen.count, seen.why) == (1, "kept back; the log has their hashes")
    assert case.problems() == ()


def test_a_capture_without_such_words_is_passed_on(tmp_path: Path) -> None:
    case, _ = a_case(tmp_path, unverified("another word"))
    case.publish()
    assert len(captures(case)) == 2


def test_once_the_fact_is_public_the_capture_is_passed_on(tmp_path: Path) -> None:
    case, fact = a_case(tmp_path, found(SECRET))
    case.publish()
    add(case.dossier, a_restriction("public", fact=fact))
    case.publish()
    assert len(captures(case)) == 2
    assert case.problems() == ()
