import tarfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.platform.backup import BackupRefused
from motcua.platform.backup.folders import pack, unpack
from motcua.platform.backup.sealing import PIECE, decrypt, derive_key, encrypt, pieces

KEY = bytes(range(32))


def sealed(data: bytes, *, part="database.dump") -> bytes:
    return b"".join(encrypt([data], key=KEY, part=part))


def opened(data: bytes, *, key=KEY, part="database.dump") -> bytes:
    return b"".join(decrypt([data], key=key, part=part))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_is_sealed_opens_again(size):
    data = b"x" * size
    assert opened(sealed(data)) == data


@given(st.lists(st.binary(max_size=50), max_size=20), st.integers(1, 7))
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_pieces_keep_every_byte_in_order(chunks, size):
    result = list(pieces(chunks, size=size))
    assert b"".join(result) == b"".join(chunks)
    assert all(len(piece) == size for piece in result[:-1])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data[: PIECE + 16],
        lambda data: data[PIECE + 16 :] + data[: PIECE + 16],
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: data + b"more",
    ],
)
def test_any_change_is_noticed(spoil):
    with pytest.raises(BackupRefused):
        opened(spoil(sealed(b"a" * (2 * PIECE))))


def test_a_part_does_not_open_as_another():
    with pytest.raises(BackupRefused):
        opened(sealed(b"a"), part="files.tar")


def test_another_passphrase_gives_another_key():
    salt = bytes(16)
    assert derive_key(passphrase="one", salt=salt) != derive_key(passphrase="two", salt=salt)
    assert derive_key(passphrase="one", salt=salt) == derive_key(passphrase="one", salt=salt)


def test_a_folder_survives_the_journey(tmp_path):
    source = tmp_path / "source"
    (source / "ab").mkdir(parents=True)
    (source / "ab" / "tệp.bin").write_bytes(b"x" * 700)
    (source / "empty").write_bytes(b"")
    (source / ".part-1").write_bytes(b"half")
    (source / "secret").write_text("s")
    (source / "secret").chmod(0o600)
    unpack(pack(source), folder=tmp_path / "copy")
    copy = tmp_path / "copy"
    assert (copy / "ab" / "tệp.bin").read_bytes() == b"x" * 700
    assert (copy / "secret").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in copy.iterdir()) == ["ab", "empty", "secret"]


def test_an_archive_that_climbs_out_is_refused(tmp_path):
    evil = tarfile.TarInfo("../evil").tobuf() + bytes(1024)
    with pytest.raises(BackupRefused):
        unpack([evil], folder=tmp_path / "copy")
    assert not (tmp_path / "evil").exists()
