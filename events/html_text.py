"""The words of an HTML page, in lines as a browser would break them.

The rules are those of `innerText` (HTML Standard, 3.2.7), without style sheets: white space collapses to one space,
`<br>` and blocks break the line, a paragraph stands between blank lines, table cells are parted by a tab, `<pre>` stays
as it is. Inline tags never part a word. What the page hides by style or attribute is kept: it was sent.

The page is read as a stream of tags and characters; no tree is built. So a page of a million nested elements costs no
more than its bytes, and nothing in it (scripts, entities, addresses) is run, expanded or fetched.
"""

from collections.abc import Mapping

# lxml has no type hints of its own.
from lxml import etree  # type: ignore[import-untyped]


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_DROPPED = _tags("head iframe noembed noframes noscript script style template")
_PARAGRAPHS = _tags("blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul")
_BLOCKS = _PARAGRAPHS | _tags(
    "address article aside body caption center dd details dialog dir div dt fieldset figcaption figure footer form"
    " header hgroup hr html legend li listing main menu nav optgroup option plaintext search section select summary"
    " tbody textarea tfoot thead tr xmp"
)
_KEPT_AS_IS = _tags("listing plaintext pre textarea xmp")
_CELLS = _tags("td th")

# White space that HTML collapses (ASCII whitespace, Infra Standard 4.6); a no-break space is a character like others.
_SPACE = " \t\n\r\f"


def html_text(markup: str) -> tuple[str, bool]:
    """The text of a page, and whether the reader reached its end (it stops at a single tag or text above 10 MB)."""
    words = _Words()
    # Without `huge_tree` libxml2's own bounds hold; the encoding is ours, whatever the page's <meta> says.
    parser = etree.HTMLParser(target=words, encoding="utf-8", no_network=True, huge_tree=False)
    try:
        etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return words.text(), False
    return words.text(), not any(trouble.level_name == "FATAL" for trouble in parser.error_log)


class _Words:
    """Takes the events of the parser (lxml's target interface) and keeps the words."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._breaks = 2  # line breaks owed before the next word; at the start of a text, none are written
        self._space = False  # whether a space is owed before the next word, if no break is
        self._cell = False  # whether a tab is
        self._dropped = 0  # depth inside an element whose words do not count
        self._as_is = 0  # depth inside <pre> and its like

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._dropped or tag in _DROPPED:
            self._dropped += 1
            return
        if tag == "br":
            self._newline()
        elif tag in _CELLS:
            self._cell = self._cell or bool(self._out and not self._breaks)
            self._space = False
        self._edge(tag)
        self._as_is += tag in _KEPT_AS_IS

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._dropped:
            self._dropped -= 1
            return
        self._as_is -= tag in _KEPT_AS_IS
        self._edge(tag)

    def data(self, characters: str) -> None:
        """Characters, in pieces of any size."""
        if self._dropped:
            return
        if self._as_is:
            self._write(characters)
            return
        words = characters.split(None) if characters.isascii() else _split(characters)
        if characters[:1] in _SPACE:
            self._space = True
        if words:
            self._write(" ".join(words))
            self._space = characters[-1] in _SPACE

    def comment(self, text: str) -> None:
        """A comment: not a word."""

    def pi(self, target: str, data: str | None = None) -> None:
        """A processing instruction: not a word."""

    def close(self) -> None:
        """The end of the page."""

    def text(self) -> str:
        """All that was read so far."""
        return "".join(self._out)

    def _edge(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._breaks = max(self._breaks, 2 if tag in _PARAGRAPHS else 1)
            self._space = self._cell = False

    def _newline(self) -> None:
        """A `<br>`: one line break more, whatever else is owed; no space stands before or after it."""
        self._breaks, self._space, self._cell = min(self._breaks + 1, 2), False, False

    def _write(self, words: str) -> None:
        if self._out:
            owed = "\n" * self._breaks or ("\t" if self._cell else " " if self._space else "")
            if owed:
                self._out.append(owed)
        self._breaks, self._space, self._cell = 0, False, False
        self._out.append(words)


def _split(characters: str) -> list[str]:
    """`str.split`, but only at what HTML calls white space: not at no-break spaces."""
    for space in _SPACE[1:]:
        characters = characters.replace(space, " ")
    return [word for word in characters.split(" ") if word]
