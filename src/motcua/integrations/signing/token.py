"""Signing keys on a token or a hardware module, through its PKCS#11 library.

The key never leaves the device. Each key has the key name (``user:<username>``, ``seal:<agency code>``) as
the label of both its private key and its certificate.
"""

from functools import cached_property
from pathlib import Path

import pkcs11
from django.conf import settings
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from motcua.platform.adapters import Problem
from motcua.platform.signing.trust import list_trust_roots
from motcua.platform.signing.types import SigningKey, SigningUnavailable

# What the device says when it is absent or busy; a wrong PIN or a missing key does not mend itself.
_PASSING = (
    pkcs11.exceptions.DeviceError,
    pkcs11.exceptions.DeviceRemoved,
    pkcs11.exceptions.SessionClosed,
    pkcs11.exceptions.SessionHandleInvalid,
    pkcs11.exceptions.TokenNotPresent,
)


class Pkcs11Token:
    """Signs with ``settings.PKCS11_MODULE`` (library path), ``PKCS11_TOKEN`` (label) and ``PKCS11_PIN``."""

    def load_signer(self, *, key: SigningKey) -> PKCS11Signer:
        try:
            return PKCS11Signer(
                self._session, cert_label=key.name, key_label=key.name, use_raw_mechanism=False
            )
        except pkcs11.exceptions.PKCS11Error as error:
            self.__dict__.pop("_session", None)
            passing = isinstance(error, _PASSING)
            raise SigningUnavailable(f"token: {type(error).__name__}", temporary=passing) from error

    @cached_property
    def _session(self) -> pkcs11.Session:
        criteria = TokenCriteria(label=settings.PKCS11_TOKEN) if settings.PKCS11_TOKEN else None
        return open_pkcs11_session(
            settings.PKCS11_MODULE, token_criteria=criteria, user_pin=settings.PKCS11_PIN or None
        )

    def check(self) -> list[Problem]:
        if not settings.PKCS11_MODULE or not Path(settings.PKCS11_MODULE).is_file():
            return [
                Problem(
                    what=f"The PKCS#11 library {settings.PKCS11_MODULE or '(not named)'} does not exist.",
                    mend="Install the token's driver and set MOTCUA_PKCS11_MODULE to its .so file.",
                )
            ]
        try:
            _ = self._session
        except pkcs11.exceptions.PKCS11Error as error:
            return [
                Problem(
                    what=f"The signing token does not open: {type(error).__name__}.",
                    mend="Plug the token in; set MOTCUA_PKCS11_TOKEN to its label and MOTCUA_PKCS11_PIN.",
                )
            ]
        return [] if list_trust_roots() else [_NOBODY_TRUSTED]


_NOBODY_TRUSTED = Problem(
    what="No authority is trusted, so no signature can be verified.",
    mend="Put the roots of the authorities that you trust into signing/trust as .pem files.",
)
