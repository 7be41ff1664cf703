"""From the provider's words to ours: what a token and the userinfo answer say about a person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import jwt
from allauth.socialaccount.providers.base.provider import ProviderException

from motcua.identity.api import OrganisationDetails, PersonDetails, VouchedIdentity

ALGORITHMS = ["RS256"]
REQUIRED = ["exp", "iat", "iss", "aud", "sub"]
LEEWAY_SECONDS = 30


class IdentityRefused(ProviderException):
    """A sign-in that ends without an account. ``code`` names the page that explains it.

    ``declined``, ``down``, ``expired``, ``tampered``, ``incomplete``, ``level``, ``session``, ``conflict``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def verify_id_token(*, token: str, keys: Mapping[str, Any], issuer: str, audience: str) -> dict[str, Any]:
    """Claims of a token whose signature, issuer, audience and times are right.

    Raises :class:`IdentityRefused` (``expired`` or ``tampered``).
    """
    try:
        key_id = jwt.get_unverified_header(token).get("kid", "")
        key = jwt.PyJWKSet.from_dict(dict(keys))[key_id]
        return jwt.decode(
            token,
            key=key.key,
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY_SECONDS,
            options={"require": REQUIRED},
        )
    except jwt.ExpiredSignatureError as error:
        raise IdentityRefused("expired") from error
    except (jwt.PyJWTError, KeyError) as error:
        raise IdentityRefused("tampered") from error


def identity_from(*, token: Mapping[str, Any], userinfo: Mapping[str, Any]) -> VouchedIdentity:
    """Put both answers together. The level comes from the signed token only.

    Raises :class:`IdentityRefused`: ``tampered`` when they speak of different people, ``incomplete`` when a
    name, the ID number or the level is missing.
    """
    if userinfo.get("sub") != token.get("sub"):
        raise IdentityRefused("tampered")
    try:
        person = PersonDetails(
            full_name=_text(userinfo["name"]),
            id_number=_text(userinfo["id_number"]),
            date_of_birth=date.fromisoformat(userinfo["birthdate"]) if userinfo.get("birthdate") else None,
            phone=str(userinfo.get("phone_number") or ""),
            email=str(userinfo.get("email") or ""),
            address=str(userinfo.get("address") or ""),
            assurance_level=int(token["acr"]),
        )
        return _with_organisation(person, userinfo.get("organisation"))
    except (KeyError, TypeError, ValueError) as error:
        raise IdentityRefused("incomplete") from error


def _with_organisation(person: PersonDetails, stated: Mapping[str, Any] | None) -> VouchedIdentity:
    if not stated:
        return VouchedIdentity(person=person)
    organisation = OrganisationDetails(
        tax_code=_text(stated["tax_code"]),
        name_vi=_text(stated["name"]),
        address=str(stated.get("address") or ""),
    )
    return VouchedIdentity(
        person=person,
        organisation=organisation,
        title=str(stated.get("title") or ""),
        is_legal_representative=bool(stated.get("is_legal_representative")),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("empty claim")
    return value.strip()
