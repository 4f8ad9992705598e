"""Walks through a published instance as a search engine would, but for the endless ways to sort and to filter."""

import html
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from site_case import Answer, Visitor

_LINK = re.compile(r"""(?:href|src|action)=["']([^"'#]+)""")
_KEPT = frozenset(("_search", "_facet", "_next", "_labels", "_shape", "_stream", "_all", "_facet_size"))
"""Of what a link may ask for, what is followed; each set of them once for a path."""


def pages(visitor: Visitor, *more: str, most: int = 300) -> Iterator[tuple[str, Answer]]:
    """Every answer that links lead to from the first page and from some paths more, with the path that was asked."""
    waiting, seen = ["/", *more], set[object]()
    while waiting and most:
        path = waiting.pop(0)
        if _like(path) in seen:
            continue
        seen.add(_like(path))
        most -= 1
        answer = visitor.ask(path)
        yield path, answer
        if "location" in answer.headers:
            waiting.append(urljoin(path, answer.headers["location"]))
        if answer.headers.get("content-type", "").startswith("text/html"):
            links = (
                urlsplit(urljoin(f"http://localhost{path}", html.unescape(link))) for link in _LINK.findall(answer.text)
            )
            waiting += [
                link._replace(scheme="", netloc="", fragment="").geturl()
                for link in links
                if link.netloc == "localhost"
            ]


def _like(path: str) -> object:
    """What a path is counted as: those that differ in values of what they ask for alone are one."""
    split = urlsplit(path)
    names = frozenset(name for name, _ in parse_qsl(split.query, keep_blank_values=True))
    return split.path, names & _KEPT, bool(names - _KEPT)
