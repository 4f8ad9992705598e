"""What was captured of a source that a withheld fact cites is not passed on, nor the same bytes of another source."""

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


def a_case(folder: Path, quote: dict[str, object] | None, text: str | None = TEXT) -> tuple[SiteCase, str]:
    """A public source under a free licence, its capture, and a fact that cites it and is withheld."""
    dossier = a_dossier(folder / "news", a_source("page", title="News", licence="CC0-1.0"), an_agent("ann"), a_post())
    held = keep(dossier.path, f"<p>{TEXT}</p>".encode())
    capture = {"kind": "capture", "source": "page", "sha256": held, "media_type": "text/html", "size": len(TEXT) + 7}
    if text is not None:
        capture |= {"text": keep(dossier.path, text.encode()), "extractor": "html 1"}
    add(dossier, parse_fact({**capture, "retrieved": "2026-11-23T08:00:00Z"}))
    add(dossier, a_posting(citations=({"source": "page"},)))
    cited = {"source": "page"} | ({"quote": quote} if quote else {})
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
        (None, TEXT),
    ],
    ids=["found", "unverified", "with other spacing", "in no text", "nobody can tell", "cited alone"],
)
def test_a_capture_of_a_source_that_a_withheld_fact_cites_stays_behind(
    tmp_path: Path, quote: dict[str, object] | None, text: str | None
) -> None:
    case, _ = a_case(tmp_path, quote, text)
    done = case.publish()
    assert captures(case) == []
    assert not any(b"nephew" in data for data in files(case.folder).values())
    (told,) = [left for left in done.left_out["news"] if left.what == "capture"]
    assert (told.count, told.why.split(",")[0]) == (1, "what is withheld cites their source")
    (seen,) = [left for left in done.manifest.dossiers[0].left_out if left.what == "capture"]
    assert (seen.count, seen.why) == (1, "kept back; the log has their hashes")
    assert case.problems() == ()


@pytest.mark.parametrize("exact", ["He is … and is well", "the generals nephew"], ids=["an ellipsis", "a slip"])
def test_a_quote_need_not_stand_in_the_text_letter_for_letter(tmp_path: Path, exact: str) -> None:
    case, _ = a_case(tmp_path, unverified(exact))
    case.publish()
    assert captures(case) == []


def test_words_that_stand_in_the_bytes_alone_are_not_passed_on(tmp_path: Path) -> None:
    case, _ = a_case(tmp_path, unverified(SECRET), "A page of news.")
    case.publish()
    assert not any(b"nephew" in data for data in files(case.folder).values())


def a_second_source(case: SiteCase, key: str, licence: str | None) -> str:
    """Another source, of which the same bytes were captured as of the first one."""
    held = sha256(f"<p>{TEXT}</p>".encode()).hexdigest()
    (source,) = add(case.dossier, a_source(key, title="A copy", **({"licence": licence} if licence else {})))
    capture = {"kind": "capture", "source": key, "sha256": held, "media_type": "text/html", "size": len(TEXT) + 7}
    add(case.dossier, parse_fact({**capture, "retrieved": "2026-11-23T08:00:00Z"}))
    return source


def a_page(case: SiteCase, key: str, page: bytes, *texts: str) -> None:
    """A source that everybody may pass on, and a capture of it for each text that was read in the same bytes."""
    add(case.dossier, a_source(key, title=key.title(), licence="CC0-1.0"))
    capture = {"kind": "capture", "source": key, "sha256": keep(case.dossier.path, page), "media_type": "text/html"}
    for which, text in enumerate(texts, start=1):
        read = {"size": len(page), "text": keep(case.dossier.path, text.encode()), "extractor": f"html {which}"}
        add(case.dossier, parse_fact({**capture, **read, "retrieved": "2026-11-23T08:00:00Z"}))


def test_the_same_bytes_of_another_source_stay_behind_too(tmp_path: Path) -> None:
    case, _ = a_case(tmp_path, found(SECRET))
    a_second_source(case, "copy", "CC0-1.0")
    case.publish()
    assert captures(case) == []


def test_another_page_with_the_same_text_stays_behind_too(tmp_path: Path) -> None:
    case, _ = a_case(tmp_path, found(SECRET))
    a_page(case, "mirror", f"<html><p>{TEXT}</p></html>".encode(), TEXT)
    case.publish()
    assert captures(case) == []


def test_a_capture_that_was_read_twice_is_passed_on_with_both_texts(tmp_path: Path) -> None:
    case, fact = a_case(tmp_path, found(SECRET))
    add(case.dossier, a_restriction("public", fact=fact))
    a_page(case, "other", b"<p>Some other news.</p>", "Some other news.", "Some other news. ")
    done = case.publish()
    assert len(captures(case)) == 5
    assert (done.manifest.dossiers[0].captures, case.problems()) == (2, ())


def test_they_do_so_where_the_source_that_is_quoted_has_no_licence(tmp_path: Path) -> None:
    case, fact = a_case(tmp_path, found(SECRET))
    add(case.dossier, a_restriction("public", fact=fact))
    a_second_source(case, "unlicensed", None)
    cited = {"source": "unlicensed", "quote": unverified(SECRET)}
    (hers,) = add(case.dossier, a_posting("again", holder="ann", citations=(cited,)))
    case.publish()
    assert len(captures(case)) == 2
    add(case.dossier, a_restriction(fact=hers))
    case.publish()
    assert captures(case) == []


def test_what_was_captured_of_a_withheld_source_is_passed_on_under_no_other_name(tmp_path: Path) -> None:
    case, fact = a_case(tmp_path, found(SECRET))
    add(case.dossier, a_restriction("public", fact=fact))
    add(case.dossier, a_restriction(fact=a_second_source(case, "secret", "CC0-1.0")))
    done = case.publish()
    assert captures(case) == []
    assert [left.count for left in done.left_out["news"] if left.what == "capture"] == [1]


def test_what_no_withheld_fact_cites_is_passed_on(tmp_path: Path) -> None:
    case, _ = a_case(tmp_path, found(SECRET))
    held = keep(case.dossier.path, b"Other news.")
    add(case.dossier, a_source("other", title="Other", licence="CC0-1.0"))
    capture = {"kind": "capture", "source": "other", "sha256": held, "media_type": "text/plain", "size": 11}
    add(case.dossier, parse_fact({**capture, "retrieved": "2026-11-23T08:00:00Z"}))
    case.publish()
    assert [path.rpartition("/")[2] for path in captures(case)] == [held]


def test_once_the_fact_is_public_the_capture_is_passed_on(tmp_path: Path) -> None:
    case, fact = a_case(tmp_path, found(SECRET))
    case.publish()
    add(case.dossier, a_restriction("public", fact=fact))
    case.publish()
    assert len(captures(case)) == 2
    assert case.problems() == ()
