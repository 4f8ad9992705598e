"""Serving a dossier from this machine: a socket, a Datasette instance in this process, and the log that it follows."""

import asyncio
import errno
import ipaddress
import socket
from collections.abc import Callable, Coroutine
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from regesta.events.dossier import Dossier
from regesta.events.errors import RegestaError
from regesta.events.publishing.manifest import Manifest
from regesta.projections.build import reader, refresh
from regesta.projections.marks import Marks
from regesta.projections.reading.restricted import any_in_force
from regesta.web.headers import App, only_hosts
from regesta.web.holding import Holding, texts_in
from regesta.web.instance import instance
from regesta.web.published import published_instance
from regesta.web.watch import follow

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""The names under which this machine alone reaches itself."""


@dataclass(frozen=True, slots=True)
class Listening:
    """A socket that listens, and the address to print for it."""

    socket: socket.socket
    host: str
    port: int

    @property
    def url(self) -> str:
        """What to type into a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return _is_loopback(self.host)


def listen(host: str, port: int) -> Listening:
    """Listen on a host and port (0: any that is free); raises RegestaError when that cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family)
    except socket.gaierror:
        raise RegestaError(f"There is no host {host!r}; give --host an address of this machine.") from None
    except OSError as error:
        what = {
            errno.EADDRINUSE: "is taken by another program: stop that one, or choose another with --port",
            errno.EACCES: "may not be used by this account: choose one above 1023 with --port",
            errno.EADDRNOTAVAIL: "is not on this machine: give --host an address of it",
        }.get(error.errno or 0, f"cannot be listened on: {error.strerror}")
        raise RegestaError(f"Port {port} on {host} {what}.") from error
    return Listening(listening, host, listening.getsockname()[1])


def serve_live(dossier: Dossier, listening: Listening, ready: Callable[[], None]) -> None:
    """Serve a dossier, and follow its log, until the process is interrupted.

    `ready` is called when the pages are there. Its database must have been brought up to the log's head before. Raises
    Restricted, at once or as soon as it is so, where others could read what is restricted.
    """
    refuse_restricted(dossier, listening)
    holding = holding_for(dossier)
    served = instance(dossier.database, holding, name=dossier.name, allow_sql=listening.is_local)
    log = dossier.log

    def brought_up() -> int:
        size = refresh(dossier).size
        try:
            refuse_restricted(dossier, listening)
        except Restricted as error:
            raise _Exposed from error
        return size

    try:
        _run(served.app(), listening, ready, follow(lambda: log.head().size, brought_up, holding.following))
    except _Exposed as stopped:
        raise stopped.__cause__ or stopped from None


class Restricted(RegestaError):
    """Others could read what is restricted."""


class _Exposed(Exception):
    """Something was restricted while others could read it."""


def refuse_restricted(dossier: Dossier, listening: Listening) -> None:
    """Raise Restricted where others than this machine can reach a dossier of which something is restricted today.

    Its database must have been brought up to the log's head before.
    """
    if listening.is_local:
        return
    with closing(reader(dossier)) as connection:
        if any_in_force(connection, datetime.now(UTC).date()):
            raise Restricted(
                f"{dossier.path} holds facts that are restricted, and on {listening.host} others could read them:"
                " nothing is served there. Serve what `regesta publish DIR` writes, with `regesta serve DIR --host"
                f" {listening.host}`."
            )


def serve_edition(
    dossier: Dossier, database: Path, as_known: str, listening: Listening, ready: Callable[[], None]
) -> None:
    """Serve an earlier edition, built into a file of its own, until the process is interrupted.

    Raises Restricted where others could read what is restricted now.
    """
    refuse_restricted(dossier, listening)
    holding = holding_for(dossier, as_known)
    served = instance(database, holding, name=dossier.name, allow_sql=listening.is_local, immutable=True)
    _run(served.app(), listening, ready)


def serve_published(folder: Path, manifest: Manifest, listening: Listening, ready: Callable[[], None]) -> None:
    """Serve a published folder, which nobody changes meanwhile, until the process is interrupted."""
    # All of it is public, so it answers to every name: a proxy passes on that of the site.
    _run(published_instance(folder, manifest).app(), listening, ready, local=False)


def holding_for(dossier: Dossier, as_known: str = "") -> Holding:
    """What the pages know of a dossier beyond its database."""
    log = dossier.log

    return Holding(
        title=dossier.settings.title,
        description=dossier.settings.description,
        licence=dossier.settings.licence,
        text_of=texts_in(dossier.path),
        line_at=lambda position: next(log.read(position), None),
        hidden=Marks(dossier).today,
        as_known=as_known,
    )


def _run(
    app: App,
    listening: Listening,
    ready: Callable[[], None],
    beside: Coroutine[Any, Any, None] | None = None,
    local: bool = True,
) -> None:
    """Run an application on a socket, and a task beside it, until an interrupt; raises what the task raises.

    One that is `local` answers on an address of this machine alone to the names of this machine alone.
    """
    if local and listening.is_local:
        app = only_hosts(app, LOCAL | {listening.host.lower()})
    try:
        asyncio.run(_serving(app, listening, ready, beside))
    except KeyboardInterrupt:
        return  # asked to stop, and stopped
    finally:
        listening.socket.close()


async def _serving(
    app: App, listening: Listening, ready: Callable[[], None], beside: Coroutine[Any, Any, None] | None
) -> None:
    import uvicorn

    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening.socket]))
    tasks = {serving} if beside is None else {serving, asyncio.create_task(beside)}
    ready()
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    for task in rest - {serving}:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
