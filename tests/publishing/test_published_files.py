"""The files of a published folder, as its instance serves them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from site_case import SiteCase, Visitor


def test_the_log_is_served_as_it_lies_there(visitor: Visitor, seed_site: SiteCase) -> None:
    for path in sorted(seed_site.log.rglob("*")):
        if path.is_file():
            answer = visitor.ask("/" + path.relative_to(seed_site.folder).as_posix())
            assert answer.body == path.read_bytes()
            assert "sandbox" in answer.headers["content-security-policy"]
            assert answer.headers["content-type"] in ("text/plain; charset=utf-8", "application/octet-stream")


def test_a_captured_page_is_a_file_to_save_and_no_page(visitor: Visitor, seed_site: SiteCase) -> None:
    captures = sorted((seed_site.folder / seed_site.name).glob("captures/*/*"))
    assert captures
    for path in captures:
        answer = visitor.ask("/" + path.relative_to(seed_site.folder).as_posix())
        assert answer.body == path.read_bytes()
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"] == "attachment"
        assert "sandbox" in answer.headers["content-security-policy"]


def test_a_file_that_was_put_beside_the_published_ones_is_not_served(visitor: Visitor, seed_site: SiteCase) -> None:
    with added(seed_site.log / "more.log", b"not published"):
        assert visitor.ask("/huntsman-2019/log/more.log").status == 404


@contextmanager
def added(path: Path, data: bytes) -> Iterator[None]:
    """A file that is there for a while."""
    path.write_bytes(data)
    yield
    path.unlink()
