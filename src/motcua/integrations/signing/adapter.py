"""Signing keys in PKCS#12 files of the data folder: for the demonstration and for small offices."""

from functools import lru_cache
from pathlib import Path

from pyhanko.sign import SimpleSigner

from motcua.platform.adapters import Problem
from motcua.platform.signing.authority import key_password, key_path
from motcua.platform.signing.trust import list_trust_roots, signing_dir
from motcua.platform.signing.types import SigningKey, SigningUnavailable


class Pkcs12Folder:
    """Reads ``signing/keys/<key name>.p12``; every file has the installation's key password."""

    def load_signer(self, *, key: SigningKey) -> SimpleSigner:
        path = key_path(key.name)
        try:
            changed = path.stat().st_mtime_ns
        except FileNotFoundError as error:
            raise SigningUnavailable(f"no signing key named {key.name}", temporary=False) from error
        return _load(path, changed)

    def check(self) -> list[Problem]:
        folder = signing_dir()
        problems = []
        if not list_trust_roots():
            problems.append(
                Problem(
                    what=f"No authority is trusted: {folder / 'trust'} holds no root certificate.",
                    mend="Put the roots of the authorities that you trust there as .pem files.",
                )
            )
        if not any((folder / "keys").glob("*.p12")):
            problems.append(
                Problem(
                    what=f"There is no signing key in {folder / 'keys'}; nothing can be signed.",
                    mend="Put PKCS#12 files there, or run 'motcua demo' for a demonstration authority.",
                )
            )
        return [*problems, *_unreadable_keys(folder / "keys")]


@lru_cache(maxsize=256)
def _load(path: Path, _changed: int) -> SimpleSigner:
    # Opening costs thousands of hash rounds by design; the time of change keeps a replaced key from
    # lingering.
    try:
        signer: SimpleSigner = SimpleSigner.load_pkcs12_data(
            path.read_bytes(), other_certs=[], passphrase=key_password()
        )
    except ValueError as error:
        message = f"{path.name} does not open with the key password"
        raise SigningUnavailable(message, temporary=False) from error
    return signer


def _unreadable_keys(folder: Path) -> list[Problem]:
    first = next(iter(sorted(folder.glob("*.p12"))), None)
    if first is None:
        return []
    try:
        _load(first, first.stat().st_mtime_ns)
    except SigningUnavailable as error:
        return [
            Problem(what=f"{error}.", mend="Set MOTCUA_SIGNING_PASSWORD to the password of the key files.")
        ]
    return []
