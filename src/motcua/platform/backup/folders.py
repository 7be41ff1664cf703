"""Folders as streams of bytes and back, in the tar format that every system can open."""

import io
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from motcua.platform.backup.errors import BackupRefused

_CHUNK = 1024 * 1024


def pack(folder: Path) -> Iterator[bytes]:
    """Every file below ``folder`` in a fixed order; half-written ones (a leading dot) are left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield from _entry(path, name=path.relative_to(folder).as_posix())
    yield bytes(2 * tarfile.BLOCKSIZE)


def unpack(chunks: Iterable[bytes], *, folder: Path) -> None:
    """Write the files below the new ``folder``; anything that would leave it is refused."""
    folder.mkdir(mode=0o700, parents=True)
    stream = io.BufferedReader(_Chunks(chunks), buffer_size=_CHUNK)
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, OSError) as error:
        raise BackupRefused(f"{folder.name}: {error}") from error


def _entry(path: Path, *, name: str) -> Iterator[bytes]:
    with path.open("rb") as file:
        info = tarfile.TarInfo(name)
        state = path.stat()
        info.size, info.mtime, info.mode = state.st_size, int(state.st_mtime), state.st_mode & 0o777
        yield info.tobuf(tarfile.PAX_FORMAT)
        left = info.size
        while left and (chunk := file.read(min(left, _CHUNK))):
            left -= len(chunk)
            yield chunk
        # A file that shrank meanwhile is filled up, so that what follows stays readable.
        yield bytes(left + -info.size % tarfile.BLOCKSIZE)


class _Chunks(io.RawIOBase):
    """The chunks as a file that tarfile can read."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        while not self._held:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._held = chunk
        size = min(len(buffer), len(self._held))
        buffer[:size] = self._held[:size]
        self._held = self._held[size:]
        return size
