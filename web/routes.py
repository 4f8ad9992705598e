"""Routes: from an address to a view to a page. The view tells what a page shows, the template how it looks."""

import asyncio
from typing import Any
from urllib.parse import unquote

from datasette.utils import tilde_decode  # type: ignore[import-untyped]
from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]
from markupsafe import Markup

from regesta.web import conflicts, days, expectations, headers, lineage, succession
from regesta.web import fact as facts
from regesta.web.holding import holding_of, is_dossier
from regesta.web.refs import Ref, address


async def fact_page(datasette: Any, request: Any) -> Any:
    """`/<database>/-/fact/<id>`: one fact."""
    database = await _dossier(datasette, request)
    fact_id = request.url_vars["fact"]
    holding = holding_of(datasette, database.name)
    hidden = await asyncio.to_thread(holding.hidden)
    view = await database.execute_fn(lambda connection: facts.view(connection, fact_id, holding.text_of, hidden))
    if view is None:
        return await _page(datasette, request, "regesta_no_fact.html", database.name, 404, asked=fact_id)
    sealed = facts.sealed(holding.line_at(view.row["position"]))
    return await _page(datasette, request, "regesta_fact.html", database.name, view=view, sealed=sealed)


async def conflicts_page(datasette: Any, request: Any) -> Any:
    """`/<database>/-/conflicts`: what cannot all be true, by rule."""
    database = await _dossier(datasette, request)
    view = await database.execute_fn(conflicts.listing)
    return await _page(datasette, request, "regesta_conflicts.html", database.name, view=view)


async def conflict_page(datasette: Any, request: Any) -> Any:
    """`/<database>/-/conflict/<id>`: one conflict, both sides side by side."""
    database = await _dossier(datasette, request)
    asked = request.url_vars["conflict"]
    holding = holding_of(datasette, database.name)
    view = await database.execute_fn(lambda connection: conflicts.view(connection, asked, holding.text_of))
    if view is None:
        return await _page(datasette, request, "regesta_no_conflict.html", database.name, 404, asked=asked)
    return await _page(datasette, request, "regesta_conflict.html", database.name, view=view)


async def expectations_page(datasette: Any, request: Any) -> Any:
    """`/<database>/-/expectations`: what the record is expected to say, and whether it does."""
    database = await _dossier(datasette, request)
    groups = await database.execute_fn(expectations.view)
    return await _page(datasette, request, "regesta_expectations.html", database.name, groups=groups)


async def post_page(datasette: Any, request: Any) -> Any:
    """`/<database>/-/post/<id>`: who held a post, in order."""
    database = await _dossier(datasette, request)
    post = tilde_decode(request.url_vars["post"])
    view = await database.execute_fn(lambda connection: succession.view(connection, post))
    if view is None:
        raise NotFound("There is no post of this id.")
    return await _page(datasette, request, "regesta_post.html", database.name, view=view)


async def _dossier(datasette: Any, request: Any) -> Any:
    """The database that is asked for, which must be a dossier that may be seen."""
    database = await datasette.resolve_database(request)
    await _may_see(datasette, request, database.name)
    if not await is_dossier(database):
        raise NotFound("This database is no dossier, so it holds no facts.")
    return database


async def fact_short(datasette: Any, request: Any) -> Any:
    """`/-/fact/<id>`: leads to the fact in the dossier that has it, or in the first where none has."""
    asked = unquote(request.url_vars["fact"])
    dossiers = [(name, one) for name, one in datasette.databases.items() if await is_dossier(one)]
    for name, database in dossiers:
        if await database.execute_fn(lambda connection: facts.is_there(connection, asked)):
            return _to_fact(datasette, name, asked)
    if not dossiers:
        raise NotFound("No dossier is served here.")
    return _to_fact(datasette, dossiers[0][0], asked)


def _to_fact(datasette: Any, database: str, asked: str) -> Any:
    return Response.redirect(address(datasette.urls.database(database), Ref("", "facts", asked)))


async def shown(datasette: Any, request: Any, template: str, database: str, **context: Any) -> Markup:
    """A template of ours with what each of them needs: the database's address, and how to get from a `Ref` to one."""
    root = str(datasette.urls.database(database))
    page = await datasette.render_template(
        template,
        {
            **context,
            "database": database,
            "holding": holding_of(datasette, database),
            "root": root,
            "href": lambda ref: address(root, ref),
            "moment": days.moment,
            "day_of": days.day_of,
            "motive": lineage.motive,
            "person": lineage.person,
        },
        request=request,
    )
    return Markup(page)  # noqa: S704 - made by a template that escapes whatever it is given


async def _page(datasette: Any, request: Any, template: str, database: str, status: int = 200, **context: Any) -> Any:
    """A page of ours, under its own policy for scripts."""
    page = await shown(datasette, request, template, database, **context)
    return Response.html(page, status=status, headers=await _headers(datasette, request))


async def _may_see(datasette: Any, request: Any, database: str) -> None:
    from datasette.resources import DatabaseResource  # type: ignore[import-untyped]

    await datasette.ensure_permission(
        action="view-database", resource=DatabaseResource(database=database), actor=request.actor
    )


async def _headers(datasette: Any, request: Any) -> dict[str, str]:
    frame = await datasette.render_template("base.html", {}, request=request)
    ttl = datasette.setting("default_cache_ttl")
    return {
        "content-security-policy": headers.policy_for(frame),
        "cache-control": f"max-age={ttl}" if ttl else "no-cache",
    }
