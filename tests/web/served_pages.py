"""A served dossier without a server: pages and JSON through Datasette's own client."""

import asyncio
import html
import re
from dataclasses import dataclass
from typing import Any

from regesta.events.dossier import Dossier
from regesta.web.instance import instance
from regesta.web.serving import holding_for


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: its status, headers by their lower-case names, and text."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def words(self) -> str:
        """What a reader sees of it: without tags and scripts, blanks folded."""
        bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", self.text, flags=re.DOTALL)
        return " ".join(html.unescape(bare).split())


class Site:
    """Datasette over a dossier, asked for one page at a time."""

    def __init__(self, dossier: Dossier, *, allow_sql: bool = True, as_known: str = "") -> None:
        self.name = dossier.name
        self.datasette = instance(dossier.database, holding_for(dossier, as_known), name=self.name, allow_sql=allow_sql)

    def get(self, path: str) -> Page:
        """The page at a path, which is taken as within the dossier's database unless it begins with `//`."""
        whole = path[1:] if path.startswith("//") else f"/{self.name}{path}"

        async def asked() -> Any:
            return await self.datasette.client.get(whole)

        answer = asyncio.run(asked())
        return Page(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.text)
