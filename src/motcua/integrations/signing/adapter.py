"""Signing keys in PKCS#12 files of the data folder: for the demonstration and for small offices."""

from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.conf import settings
from pyhanko.sign import SimpleSigner
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from motcua.platform.adapters import Problem
from motcua.platform.signing.authority import key_password, key_path
from motcua.platform.signing.trust import list_trust_roots, signing_dir
from motcua.platform.signing.types import SigningKey, SigningUnavailable

_HOW_TO_GET_KEYS = {
    True: "Run `motcua demo`, which makes a demonstration authority.",
    False: "Put the PKCS#12 files of the office there, or use a token: MOTCUA_SIGNING in docs/reference/settings.md.",
}


class KeptKeySigner(SimpleSigner):
    """pyHanko's signer, which keeps the key it has read; its own reads and tests the key for every signature."""

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        mechanism = self.get_signature_mechanism_for_digest(digest_algorithm).signature_algo
        if mechanism != "rsassa_pkcs1v15" or not isinstance(self._key, RSAPrivateKey):
            signature: bytes = super().sign_raw(data, digest_algorithm)
            return signature
        return self._key.sign(data, PKCS1v15(), get_pyca_cryptography_hash(digest_algorithm))

    @cached_property
    def _key(self) -> Any:
        return load_der_private_key(self.signing_key.dump(), password=None)


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
                    mend=_HOW_TO_GET_KEYS[settings.DEMO],
                )
            )
        return [*problems, *_unreadable_keys(folder / "keys")]


@lru_cache(maxsize=256)
def _load(path: Path, _changed: int) -> SimpleSigner:
    # Opening costs thousands of hash rounds by design; the time of change keeps a replaced key from
    # lingering.
    try:
        read = SimpleSigner.load_pkcs12_data(path.read_bytes(), other_certs=[], passphrase=key_password())
    except ValueError as error:
        message = f"{path.name} does not open with the key password"
        raise SigningUnavailable(message, temporary=False) from error
    return KeptKeySigner(
        signing_cert=read.signing_cert, signing_key=read.signing_key, cert_registry=read.cert_registry
    )


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
