"""Texts folded for comparison, and the way back to the unfolded.

Folding makes alike what printers, programs and typists set differently, and nothing else; letters, digits, case and
accents count. Alike are:

- white space of every kind and length (a line break, a no-break space); between two Chinese or Japanese characters,
  which are written without it, none too;
- dashes: - ‐ ‑ ‒ – — ― − ⸺ ⸻ ﹘ ﹣ － and the Hebrew maqaf and Armenian hyphen, one or more, with or without white
  space around them;
- quotation marks: ' ` ´ ‘ ’ ‚ ‛ ′ ʹ ʺ ʻ ʼ ‹ › ＇ ｀ " “ ” „ ‟ ″ « » ＂ 「 」 『 』 〝 〞 〟 ｢ ｣ and the Hebrew geresh
  and gershayim, single or double, one or more, with or without white space around them;
- an ellipsis and three points; ligatures (ﬁ), full-width letters and Arabic letters as they are joined, and their
  plain ones;
- soft hyphens, the Arabic tatweel and other invisible characters, and none;
- a word cut at the end of a line by a hyphen, whole or with that hyphen.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

_DASHES = "-\u058a\u05be\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_MARKS = (
    "'`\"\u00b4\u02b9-\u02bc\u05f3\u05f4\u2018-\u201f\u2032\u2033\u2039\u203a\u00ab\u00bb\u300c-\u300f\u301d-\u301f"
    "\uff02\uff07\uff40\uff62\uff63"
)
_UNSEEN = "\u00ad\u0640\u200b-\u200f\u2060\ufeff"
_COMPOSED = (
    "\u2026\ufb00-\ufb06\ufb50-\ufbb1\ufbd3-\ufc5d\ufc64-\ufd3d\ufd50-\ufdfb\ufe80-\ufefc"
    "\uff01\uff03-\uff06\uff08-\uff0c\uff0e-\uff3f\uff41-\uff5e"
)
# Letters and signs of Chinese and Japanese, written without white space between them.
_UNSPACED = "\u3001-\u3003\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_SPACES = "\t-\r\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

_DASH, _MARK, _SPACE = (re.compile(f"[{kind}]") for kind in (_DASHES, _MARKS, " " + _SPACES))
_UNSEEN_ONE = re.compile(f"[{_UNSEEN}]")

# A stretch that may fold to something else. Single blanks between words, the most frequent by far, are not looked at:
# a text costs as much as it has stretches, not as it has words.
_STRETCH = re.compile(
    f"[{_DASHES}{_MARKS}{_UNSEEN}{_COMPOSED}{_SPACES}][{_DASHES}{_MARKS}{_UNSEEN}{_COMPOSED}{_SPACES} ]*"
    f"|  [{_DASHES}{_MARKS}{_UNSEEN}{_COMPOSED}{_SPACES} ]*"
    f"|(?<=[{_UNSPACED}]) (?=[{_UNSPACED}])"
)
_WIDE = re.compile("[\uff01\uff08-\uff0c\uff0e\uff0f\uff1a-\uff1f\uff3b-\uff3d\uff5b-\uff5e]")
_BETWEEN = re.compile(f"(?<=[{_UNSPACED}])[ {_SPACES}]+(?=[{_UNSPACED}])")

# A hyphen at the end of a line, between letters: the word may be written without it, or with it.
_CUT = re.compile("[-\u2010\u00ad][^\\S\n]*\n\\s*")
CUT = "\u00ad"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a folded quote stands in the unfolded text, first of `occurrences`."""

    start: int
    end: int
    occurrences: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it compares, and where its characters come from.

    `at` are places in `text` at which the count of characters changes; from `at[i]` on, the characters are those of the
    original from `starts[i]` on, one by one. If `ends[i]` is not 0, it is one character that stands for the original
    from `starts[i]` to `ends[i]`.
    """

    text: str
    at: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def find(self, quote: str) -> Place | None:
        """The first place where a quote stands, folded as the text is."""
        wanted = fold(quote.strip()).text.strip()
        if not wanted:
            return None
        if (first := self.text.find(wanted)) >= 0:
            return self._place(first, first + len(wanted), self.text.count(wanted))
        if CUT not in wanted and CUT not in self.text:
            return None
        matches = tuple(_with_cuts(wanted).finditer(self.text))
        return self._place(*matches[0].span(), len(matches)) if matches else None

    def _place(self, first: int, end: int, occurrences: int) -> Place:
        return Place(*self.original(first, end), occurrences)

    def original(self, first: int, end: int) -> tuple[int, int]:
        """The span of the unfolded text that a span of the folded one (not empty) stands for."""
        return self._one(first)[0], self._one(end - 1)[1]

    def _one(self, place: int) -> tuple[int, int]:
        """The span that one folded character stands for."""
        nearest = bisect_right(self.at, place) - 1
        start = self.starts[nearest] + place - self.at[nearest]
        return start, self.ends[nearest] or start + 1


def fold(text: str) -> Folded:
    """The text folded; a quote and the text it is looked for in are folded alike."""
    out: list[str] = []
    at, starts, ends, length, done = [0], [0], [0], 0, 0
    for stretch in _STRETCH.finditer(text):
        begin, end = stretch.span()
        if begin > done and text[begin - 1] == " ":
            begin -= 1
        out.append(text[done:begin])
        length += begin - done
        for character, start, stop in _pieces(text, begin, end):
            out.append(character)
            at.append(length)
            starts.append(begin + start)
            ends.append(begin + stop)
            length += 1
        at.append(length)
        starts.append(end)
        ends.append(0)
        done = end
    out.append(text[done:])
    return Folded("".join(out), tuple(at), tuple(starts), tuple(ends))


@lru_cache(maxsize=16)
def folded(text: str) -> Folded:
    """`fold`, remembered for the last texts: many quotes are looked for in one text."""
    return fold(text)


def _pieces(text: str, begin: int, end: int) -> tuple[tuple[str, int, int], ...]:
    """What a stretch folds to: characters, each with the span in the stretch that it stands for."""
    stretch = text[begin:end]
    if _CUT.fullmatch(stretch) and text[begin - 1 : begin].isalpha() and text[end : end + 1].isalpha():
        return () if stretch[0] == "\u00ad" else ((CUT, 0, len(stretch)),)
    if (blank := _BETWEEN.match(text, begin)) and blank.end() == end:
        return ()
    return _folded_stretch(stretch) if len(stretch) <= 16 else _walk(stretch)


@lru_cache(maxsize=4096)
def _folded_stretch(stretch: str) -> tuple[tuple[str, int, int], ...]:
    return _walk(stretch)


def _walk(stretch: str) -> tuple[tuple[str, int, int], ...]:
    """A stretch character by character: runs become one, and blanks next to a dash, quotation mark or wide sign go."""
    pieces: list[tuple[str, int, int]] = []
    blank: tuple[str, int, int] | None = None
    wide: re.Match[str] | None = None
    for place, character in enumerate(stretch):
        last = pieces[-1][0] if pieces else ""
        if _UNSEEN_ONE.match(character):
            continue
        if _SPACE.match(character):
            if last not in ("-", "'") and not wide:
                blank = (" ", blank[1] if blank else place, place + 1)
            continue
        wide = _WIDE.match(character)
        if sign := "-" if _DASH.match(character) else "'" if _MARK.match(character) else "":
            start = pieces.pop()[1] if last == sign else place
            pieces.append((sign, start, place + 1))
        else:
            pieces.extend(filter(None, (None if wide else blank,)))
            pieces.extend((letter, place, place + 1) for letter in unicodedata.normalize("NFKC", character))
        blank = None
    return (*pieces, blank) if blank else tuple(pieces)


def _with_cuts(wanted: str) -> re.Pattern[str]:
    """What matches a folded quote in a text with words cut at the ends of lines."""
    parts: list[str] = []
    for character, after in zip(wanted, (*wanted[1:], ""), strict=True):
        if character == CUT:
            parts.append(f"[-{CUT}]?")
        elif character == "-":
            parts.append(f"[-{CUT}]")
        else:
            parts.append(re.escape(character) + (f"{CUT}?" if character.isalpha() and after.isalpha() else ""))
    return re.compile("".join(parts))
