"""The words of a PDF, page by page, as far as it will give them within bounds.

pypdf bounds what one stream may unfold to; this bounds the whole: pages, characters and time. A PDF of a few kilobytes
can name one heavy page thousands of times, so only the sum of the work is a bound.
"""

import io
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

MAX_PAGES = 5_000
MAX_SECONDS = 60.0
BETWEEN_PAGES = "\n\n"

# pypdf tells its doubts by logging, and Python prints what nobody listens to; what counts is in our own note.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class PdfText:
    """What was read, and a sentence on what was not (blank if nothing is missing)."""

    text: str
    note: str = ""


def pdf_text(data: bytes, max_characters: int, clock: Callable[[], float] = time.monotonic) -> PdfText:
    """The text of a PDF's pages, in order, with a blank line between pages; never raises for what is in it."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    pages: list[str] = []
    started, size, bad = clock(), 0, 0
    try:
        reader = PdfReader(io.BytesIO(data))
        count = len(reader.pages)
        for number, page in enumerate(reader.pages, 1):
            if reason := _bound(number, size, clock() - started, max_characters):
                return PdfText(BETWEEN_PAGES.join(pages), f"{reason}: pages {number} to {count} were not read.")
            try:
                pages.append(page.extract_text())
            except (FileNotDecryptedError, DependencyError):
                raise
            except Exception:  # as below: one bad page must not cost the others
                bad += 1
                continue
            size += len(pages[-1])
    except FileNotDecryptedError:
        return PdfText("", "The PDF is locked with a password: store an unlocked copy to have its text.")
    except DependencyError:
        return PdfText("", "The PDF is encrypted with AES: install pypdf[crypto] and store it again to have its text.")
    except Exception as trouble:  # pypdf's own documentation: broken files may raise other exceptions than its own
        return PdfText(
            BETWEEN_PAGES.join(pages), f"The PDF is damaged ({type(trouble).__name__}): its text is not whole."
        )
    if not any(map(str.strip, pages)):
        return PdfText(
            "", f"The PDF has no text in its {_pages(count)}: a scan, perhaps. Store a copy that holds text."
        )
    return PdfText(BETWEEN_PAGES.join(pages), f"{_pages(bad)} of {count} could not be read." if bad else "")


def _bound(number: int, size: int, seconds: float, max_characters: int) -> str:
    """Which bound is reached before this page, if one is."""
    if number > MAX_PAGES:
        return f"The PDF has more than {MAX_PAGES:,} pages"
    if size > max_characters:
        return f"The PDF's text is longer than {max_characters:,} characters"
    if seconds > MAX_SECONDS:
        return f"The PDF took more than {MAX_SECONDS:.0f} seconds"
    return ""


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
