"""A wording cut into tokens, each brought to the one spelling that the grammar knows."""

import re
from unicodedata import combining, normalize

from regesta.events.wording.refusal import Refused
from regesta.events.wording.vocabulary import CANON, COMPOUND_ORDINALS, FOREIGN_MONTHS, MONTH_NUMBERS, SEASON_WORDS

_SAME = str.maketrans(
    {
        **dict.fromkeys("‐‑﹣－", "-"),
        **dict.fromkeys("‒–—―−", "–"),
        **dict.fromkeys("’ʼ‘`´′", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("⁄∕", "/"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)
"""Signs that differ to typesetters alone. A hyphen and a dash stay two signs: only a hyphen can be ISO's."""

_ZONES = r"gmt|utc|z|bst|ce?s?t|e[sd]?t|cdt|m[sd]t|p[sd]?t|msk|local time|moscow time|eastern(?: time)?|london time"
_CLOCK = re.compile(
    r"(?:,\s*)?(?:\bat\s+)?(?<![\d.:])"
    r"(?:(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?:\s*[ap]\.?m\b\.?)?"
    r"|(?:0?[0-9]|1[0-2])(?:\.[0-5][0-9])?\s*[ap]\.?m\b\.?"
    r"|(?<=at )(?:[01]?[0-9]|2[0-4])\.[0-5][0-9]"
    r"|(?:[01][0-9]|2[0-4])[0-5][0-9]\s*(?=h(?:ou)?rs\b)"
    r"|(?:0?[0-9]|1[0-2])\s+o'clock)"
    rf"(?:\s*(?:h(?:ou)?rs|h)\b\.?)?(?:\s*\(?(?:{_ZONES})\b\)?|\s*[+-][0-9]{{2}}:?[0-9]{{2}}\b)?(?![\d.:]\d)"
    r"(?:\s*(?:,|\bon\b))?",
    re.ASCII,
)
"""A time of day, which is read over: the day is kept."""

_CLOCK_SIGN = re.compile(r":|\bat \d|[ap]\.?m\b|hrs|hours|o'clock", re.ASCII)
"""What any time of day holds; most wordings do not, and are spared the search for one."""

_ROLLING = re.compile(
    r"\b(?P<lead>in|over|during|within|for|throughout|across) the (?P<step>last|next)"
    r" (?P<unit>week|month|year|decade)\b"
    r"(?! (?:of|in)\b)",
    re.ASCII,
)
"""In the last year is not in last year. Articles fall away from here on, so the difference is kept in the word."""

_TOKEN = re.compile(
    r"(?P<iso>(?<![\d./-])\d{4}-\d{2}(?:-\d{2})?(?![\d-]))"
    r"|(?P<numeric>(?<![\d./-])(?:\d{1,4}/\d{1,2}/\d{1,4}|\d{1,4}\.\d{1,2}\.\d{1,4}|\d{1,4}-\d{1,2}-\d{1,4}))(?!\d)"
    r"|(?P<monthyear>(?<![\w./-])\d{1,2}[./-]\d{4}(?![\d./-]))"
    r"|(?P<decade>'?\d{2,4}'?s\b)"
    r"|(?P<ordinal>\d{1,4}(?:st|nd|rd|th|d)\b)"
    r"|(?P<short>'\d{2}\b)"
    r"|(?P<number>\d+)"
    r"|(?P<tens>(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b)"
    r"|(?P<word>[a-z]+(?:\.[a-z]+)*\.?(?:'[a-z]+\b|s'(?![a-z]))?)"
    r"|(?P<mark>[-–/,;?&~])"
    r"|(?P<skip>[\s()\[\].:\"]+|')"
    r"|(?P<other>.)",
    re.ASCII,
)


def plain(wording: str) -> str:
    """The wording in small letters, with one form of dash, apostrophe and space."""
    return " ".join(wording.translate(_SAME).casefold().split())


def tokens(text: str) -> list[str]:
    """The tokens of a plain wording, in order, without articles; a time of day is the token `clock`.

    Numbers stay figures, an ordinal is `°3`, a decade `1990s`, a two-digit year `'87`, a numeric date one token.
    """
    if "the last " in text or "the next " in text:
        text = _ROLLING.sub(_rolling, text)
    if _CLOCK_SIGN.search(text):
        text = _CLOCK.sub(" clock ", text)
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        match match.lastgroup:
            case "word":
                found.extend(_word(token.replace(".", "").replace("'", "")))
            case "skip":
                pass
            case "ordinal":
                found.append("°" + token.rstrip("stndrh"))
            case "tens":
                found.append(f"°{COMPOUND_ORDINALS[token.replace(' ', '-')]}")
            case "decade":
                found.append(token.replace("'", ""))
            case "mark":
                found.append({"&": "and", "~": "circa", ";": ","}.get(token, token))
            case "other":
                raise Refused(_foreign(token, text))
            case _:
                found.append(token)
    return found


def _foreign(token: str, text: str) -> str:
    """What is said of a sign that no English date has; the letters of a word are not to be taken out of it."""
    if token.isnumeric():
        return f"holds {token!r}, and dates are read with the figures 0 to 9. Write it with these."
    if not token.isalpha():
        return f"holds {token!r}, which no date is written with. Take it out."
    letters = "".join(c for c in normalize("NFKD", text) if not combining(c))
    month = next((FOREIGN_MONTHS[word] for word in re.findall(r"[a-z]+", letters) if word in FOREIGN_MONTHS), None)
    advice = f"Write {month} for the month." if month else "Write it in English, as in 6 August 2019."
    return f"holds {token!r}, and wordings are read in English. {advice}"


def _rolling(match: re.Match[str]) -> str:
    return f"{match['lead']} the{match['step']} {match['unit']}"


def _word(word: str) -> tuple[str, ...]:
    """The word as the grammar knows it; articles fall away, and midyear is mid year."""
    if word == "the":
        return ()
    if word in ("midsummer", "midwinter"):
        return ("circa", "mid", word[3:])  # its middle, or the solstice with which it begins
    if word in _MIDS:
        return ("mid", CANON.get(word[3:], word[3:]))
    return (CANON.get(word, word),)


_MIDS = frozenset(
    f"mid{word}" for word in (*MONTH_NUMBERS, *SEASON_WORDS, "fall", "week", "month", "year", "decade", "century")
)
