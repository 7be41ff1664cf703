"""What a twin of an outside system offers to the twin host."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.routing import BaseRoute


@dataclass(frozen=True, kw_only=True)
class Ports:
    """Loopback ports of one running twin host."""

    http: int
    smtp: int

    @property
    def antivirus(self) -> int:
        """The virus scanner listens just above the web port."""
        return self.http + 1


@asynccontextmanager
async def _nothing(_data_dir: Path, _ports: Ports) -> AsyncIterator[None]:
    yield


@dataclass(frozen=True, kw_only=True)
class Twin:
    """One outside system played on this machine.

    ``routes`` builds the HTTP addresses from the data folder; ``background`` runs beside them for as long as
    the host runs (an SMTP listener, for example).
    """

    name: str
    path: str
    stands_for: str
    routes: Callable[[Path], list[BaseRoute]]
    background: Callable[[Path, Ports], AbstractAsyncContextManager[None]] = _nothing
