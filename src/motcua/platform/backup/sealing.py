"""Encryption of the parts of a backup: AES-256-GCM over pieces, so that any size needs little memory.

Each piece is bound to its part, its place and whether it is the last (the STREAM construction), so pieces
cannot be swapped, repeated or cut off unseen.
"""

import struct
from collections.abc import Iterable, Iterator
from itertools import chain

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from motcua.platform.backup.errors import BackupRefused

PIECE = 1024 * 1024
_TAG = 16
# 128 MB and about half a second for each guess of a passphrase.
_SCRYPT = {"n": 2**17, "r": 8, "p": 1}


def derive_key(*, passphrase: str, salt: bytes) -> bytes:
    """The 32-byte key of one backup; ``salt`` is 16 random bytes kept in its manifest."""
    return Scrypt(salt=salt, length=32, **_SCRYPT).derive(passphrase.encode())


def pieces(chunks: Iterable[bytes], *, size: int = PIECE) -> Iterator[bytes]:
    """The same bytes in pieces of exactly ``size``, the last one shorter; at least one, perhaps empty."""
    held = b""
    sent = False
    for chunk in chunks:
        held += chunk
        while len(held) > size:
            yield held[:size]
            held, sent = held[size:], True
    if held or not sent:
        yield held


def encrypt(chunks: Iterable[bytes], *, key: bytes, part: str) -> Iterator[bytes]:
    """Sealed pieces of the part named ``part``."""
    cipher = AESGCM(_part_key(key, part))
    for number, (piece, is_last) in enumerate(_with_end(pieces(chunks))):
        yield cipher.encrypt(_nonce(number, is_last=is_last), piece, None)


def decrypt(chunks: Iterable[bytes], *, key: bytes, part: str) -> Iterator[bytes]:
    """The bytes again; raises :class:`BackupRefused` for a wrong passphrase or changed data."""
    cipher = AESGCM(_part_key(key, part))
    for number, (piece, is_last) in enumerate(_with_end(pieces(chunks, size=PIECE + _TAG))):
        try:
            yield cipher.decrypt(_nonce(number, is_last=is_last), piece, None)
        except InvalidTag as error:
            raise BackupRefused(f"{part}: wrong passphrase, or the data were changed") from error


def _part_key(key: bytes, part: str) -> bytes:
    # A key of its own for every part: counters start at zero in each, and GCM forbids a repeated pair.
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=part.encode()).derive(key)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return struct.pack(">7xI?", number, is_last)


def _with_end(items: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    current = next(items)
    for following in chain(items, [None]):
        yield current, following is None
        if following is not None:
            current = following
