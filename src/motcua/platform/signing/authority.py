"""The demonstration's certificate authority: root, issuing authority, keys for people, seals and time.

It makes the demonstration and the tests real without anybody's real key. Production names the roots of
licensed authorities in ``signing/trust`` and keeps its keys elsewhere; nothing here runs then.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

from motcua.platform.signing.trust import signing_dir
from motcua.platform.signing.types import KeyKind

# The demonstration looks back to December 2022 and must outlive everybody's patience.
_VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_VALID_UNTIL = datetime(2050, 1, 1, tzinfo=UTC)
_PUBLIC_EXPONENT = 65537
_ROOT_BITS, _KEY_BITS = 3072, 2048
# Certificates name the list they are checked against; the list itself is read from the data folder.
_LIST_ADDRESS = "http://revocation.motcua.example/{issuer}.crl"

ROOT, ISSUER, TIMESTAMPING = "root", "issuing", "tsa"


@dataclass(frozen=True)
class KeyPair:
    """A private key with its certificate."""

    key: RSAPrivateKey
    certificate: x509.Certificate


def key_password() -> bytes:
    """The password of every key file: ``SIGNING_KEY_PASSWORD``, or one derived from the secret key."""
    configured: str = settings.SIGNING_KEY_PASSWORD
    if configured:
        return configured.encode()
    return hmac.digest(settings.SECRET_KEY.encode(), b"signing-keys", "sha256").hex().encode()


def key_path(name: str, *, folder: Path | None = None) -> Path:
    """Where the key of this name lies; the name may hold any character."""
    return (folder or signing_dir() / "keys") / f"{quote(name, safe='')}.p12"


def ensure_demo_authority(data_dir: Path) -> Path:
    """Make the authority below ``data_dir/signing`` unless it is there; returns its folder."""
    folder = data_dir / "signing"
    if (folder / "crls" / "root.crl").exists():
        return folder
    for name in ("authority", "keys", "trust", "intermediates", "crls"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    root = _make_root()
    issuer = _make_issuer(root)
    _keep_authority(folder, ROOT, root, chain=[])
    _keep_authority(folder, ISSUER, issuer, chain=[root.certificate])
    _write_pem(folder / "trust" / "demo-root.pem", root.certificate)
    _write_pem(folder / "intermediates" / "demo-issuing.pem", issuer.certificate)
    stamping = _make_leaf(issuer, "Dấu thời gian trình diễn", "Motcua", timestamping=True)
    _keep_authority(folder, TIMESTAMPING, stamping, chain=[issuer.certificate])
    _write_list(folder, ISSUER, issuer, revoked=[])
    _write_list(folder, ROOT, root, revoked=[])
    return folder


def issue_demo_key(
    *, name: str, common_name: str, organisation: str, kind: KeyKind, data_dir: Path | None = None
) -> Path:
    """A key and certificate for a fictional person or seal; an existing one of that name stays.

    ``ensure_demo_authority`` must have run before.
    """
    folder = (data_dir or Path(settings.DATA_DIR)) / "signing"
    path = key_path(name, folder=folder / "keys")
    if path.exists():
        return path
    issuer = load_pair(folder / "authority" / f"{ISSUER}.p12")
    title = common_name if kind == KeyKind.PERSON else f"Con dấu {common_name}"
    leaf = _make_leaf(issuer, title, organisation)
    _write_p12(path, name, leaf, chain=[issuer.certificate])
    return path


def revoke_demo_key(*, name: str, at: datetime, data_dir: Path | None = None) -> None:
    """List the certificate of ``name`` as revoked; signatures made from ``at`` on lose trust."""
    folder = (data_dir or Path(settings.DATA_DIR)) / "signing"
    issuer = load_pair(folder / "authority" / f"{ISSUER}.p12")
    leaf = load_pair(key_path(name, folder=folder / "keys"))
    current = x509.load_der_x509_crl((folder / "crls" / f"{ISSUER}.crl").read_bytes())
    revoked = [(entry.serial_number, entry.revocation_date_utc) for entry in current]
    _write_list(folder, ISSUER, issuer, revoked=[*revoked, (leaf.certificate.serial_number, at)])


def load_pair(path: Path) -> KeyPair:
    """A key file of this authority; raises ``FileNotFoundError`` or ``ValueError`` (wrong password)."""
    return _load_pair(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _load_pair(path: Path, _changed: int) -> KeyPair:
    # Opening costs thousands of hash rounds by design, and eighty demonstration keys have one issuer.
    key, certificate, _ = pkcs12.load_key_and_certificates(path.read_bytes(), key_password())
    if not isinstance(key, RSAPrivateKey) or certificate is None:
        raise ValueError(f"{path.name} holds no RSA key with a certificate")
    return KeyPair(key, certificate)


def _make_root() -> KeyPair:
    key = rsa.generate_private_key(_PUBLIC_EXPONENT, _ROOT_BITS)
    name = _name("Motcua – Chứng thực gốc trình diễn", "Motcua")
    builder = _builder(name, name, key).add_extension(
        x509.BasicConstraints(ca=True, path_length=1), critical=True
    )
    builder = builder.add_extension(_authority_usage(), critical=True)
    return KeyPair(key, builder.sign(key, hashes.SHA256()))


def _make_issuer(root: KeyPair) -> KeyPair:
    key = rsa.generate_private_key(_PUBLIC_EXPONENT, _ROOT_BITS)
    name = _name("Motcua – Chứng thực trình diễn", "Motcua")
    builder = _builder(name, root.certificate.subject, key)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_authority_usage(), critical=True)
    builder = _issued_by(builder, root, ROOT)
    return KeyPair(key, builder.sign(root.key, hashes.SHA256()))


def _make_leaf(
    issuer: KeyPair, common_name: str, organisation: str, *, timestamping: bool = False
) -> KeyPair:
    key = rsa.generate_private_key(_PUBLIC_EXPONENT, _KEY_BITS)
    builder = _builder(_name(common_name, organisation), issuer.certificate.subject, key)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_signing_usage(), critical=True)
    if timestamping:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    builder = _issued_by(builder, issuer, ISSUER)
    return KeyPair(key, builder.sign(issuer.key, hashes.SHA256()))


def _builder(subject: x509.Name, issuer: x509.Name, key: RSAPrivateKey) -> x509.CertificateBuilder:
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_VALID_FROM)
        .not_valid_after(_VALID_UNTIL)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _issued_by(builder: x509.CertificateBuilder, issuer: KeyPair, list_name: str) -> x509.CertificateBuilder:
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    address = x509.UniformResourceIdentifier(_LIST_ADDRESS.format(issuer=list_name))
    point = x509.DistributionPoint([address], relative_name=None, reasons=None, crl_issuer=None)
    return builder.add_extension(authority, critical=False).add_extension(
        x509.CRLDistributionPoints([point]), critical=False
    )


def _name(common_name: str, organisation: str) -> x509.Name:
    # X.520 allows 64 characters; official names of units may be longer.
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _fitting(organisation)),
            x509.NameAttribute(NameOID.COMMON_NAME, _fitting(common_name)),
        ]
    )


def _usage(**granted: bool) -> x509.KeyUsage:
    every = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{usage: granted.get(usage, False) for usage in every})


def _authority_usage() -> x509.KeyUsage:
    return _usage(key_cert_sign=True, crl_sign=True)


def _signing_usage() -> x509.KeyUsage:
    return _usage(digital_signature=True, content_commitment=True)


def _keep_authority(folder: Path, name: str, pair: KeyPair, *, chain: list[x509.Certificate]) -> None:
    _write_p12(folder / "authority" / f"{name}.p12", name, pair, chain=chain)


def _write_p12(path: Path, name: str, pair: KeyPair, *, chain: list[x509.Certificate]) -> None:
    content = pkcs12.serialize_key_and_certificates(
        name.encode(),
        pair.key,
        pair.certificate,
        chain,
        serialization.BestAvailableEncryption(key_password()),
    )
    temporary = path.with_suffix(".part")
    temporary.touch(mode=0o600)
    temporary.write_bytes(content)
    temporary.replace(path)


def _write_pem(path: Path, certificate: x509.Certificate) -> None:
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _write_list(folder: Path, name: str, issuer: KeyPair, *, revoked: list[tuple[int, datetime]]) -> None:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(_VALID_FROM)
        .next_update(_VALID_UNTIL)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
        )
        .add_extension(x509.CRLNumber(len(revoked) + 1), critical=False)
    )
    for serial, day in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(day).build()
        builder = builder.add_revoked_certificate(entry)
    content = builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    (folder / "crls" / f"{name}.crl").write_bytes(content)


def _fitting(text: str) -> str:
    """X.520 gives a name 64 octets, and Vietnamese letters take up to three."""
    return text.encode()[:64].decode(errors="ignore").strip()
