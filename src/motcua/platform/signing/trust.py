"""Whom this installation trusts: root and intermediate certificates and revocation lists on file."""

from datetime import datetime
from pathlib import Path

from asn1crypto import crl, x509
from django.conf import settings
from pyhanko.keys import load_certs_from_pemder
from pyhanko_certvalidator import ValidationContext


def signing_dir() -> Path:
    """Where keys, certificates and revocation lists of this installation lie."""
    return Path(settings.DATA_DIR) / "signing"


def list_trust_roots() -> list[x509.Certificate]:
    """Root certificates in ``signing/trust``; an empty list trusts nobody."""
    return _certificates("trust")


def validation_context(*, moment: datetime | None) -> ValidationContext:
    """Trust as it stood at ``moment`` (now when None).

    A list of revoked certificates that was published later still speaks about ``moment``: it holds the day of
    each revocation. Certificates that name a list must be on file with one, or they are not trusted.
    """
    return ValidationContext(
        trust_roots=list_trust_roots(),
        other_certs=_certificates("intermediates"),
        crls=[crl.CertificateList.load(path.read_bytes()) for path in _files("crls", "*.crl")],
        allow_fetching=settings.SIGNING_FETCH_REVOCATION,
        revocation_mode="hard-fail",
        moment=moment,
        retroactive_revinfo=moment is not None,
    )


def _certificates(folder: str) -> list[x509.Certificate]:
    return list(load_certs_from_pemder(_files(folder, "*.pem")))


def _files(folder: str, pattern: str) -> list[Path]:
    return sorted((signing_dir() / folder).glob(pattern))
