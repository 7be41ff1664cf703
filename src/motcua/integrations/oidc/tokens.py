"""Keys and signed tokens of the e-identity twin."""

import base64
import hashlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

KEY_BITS = 2048
LIFETIME_SECONDS = 300
KEY_ID = "twin-1"


@dataclass(frozen=True)
class TwinKeys:
    """The key the twin publishes, and a stranger's key that plays a forger."""

    genuine: rsa.RSAPrivateKey
    stranger: rsa.RSAPrivateKey

    def jwks(self) -> dict[str, Any]:
        """The published key set: the genuine key only."""
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.genuine.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def sign(self, claims: dict[str, Any], *, forged: bool, expired: bool) -> str:
        """An RS256 token of these claims, valid for five minutes (or ended an hour ago)."""
        issued = int(time.time()) - (3600 if expired else 0)
        timed = {**claims, "iat": issued, "exp": issued + LIFETIME_SECONDS}
        key = self.stranger if forged else self.genuine
        return jwt.encode(timed, key, algorithm="RS256", headers={"kid": KEY_ID})


def load_keys(folder: Path) -> TwinKeys:
    """The twin's keys, made at the first call and kept in ``folder``."""
    return TwinKeys(genuine=_load_key(folder / "key.pem"), stranger=_load_key(folder / "stranger.pem"))


def challenge_of(verifier: str) -> str:
    """PKCE S256 (RFC 7636): URL-safe SHA-256 of the verifier, without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _load_key(path: Path) -> rsa.RSAPrivateKey:
    if path.is_file():
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        assert isinstance(key, rsa.RSAPrivateKey)
        return key
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(pem)
    path.chmod(0o600)
    return key
