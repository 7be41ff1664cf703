"""Twin of the national e-identity provider (VNeID): OpenID Connect over real HTTP, with fictional people.

Authorization code with PKCE, RS256 tokens, codes that work once and for a minute. Trouble is chosen on the
page where one picks a person, so that a demonstration can show what our side does with each.
"""

import asyncio
import json
import os
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from motcua.integrations.oidc.tokens import TwinKeys, challenge_of, load_keys
from motcua.integrations.oidc.twin_pages import MODES, authorize_page, notice_page
from motcua.integrations.twins.base import Twin

PEOPLE = Path(__file__).parent / "data" / "people.json"
CODE_SECONDS = 60
SLOW_SECONDS = float(os.environ.get("MOTCUA_TWIN_SLOW_SECONDS", "30"))
LOOPBACK = frozenset({"127.0.0.1", "localhost", "testserver"})


@dataclass(frozen=True)
class Grant:
    """What one authorization code stands for."""

    account: dict[str, Any]
    client_id: str
    redirect_uri: str
    nonce: str
    challenge: str
    mode: str
    issued: float


@dataclass
class TwinState:
    """What the running twin remembers: unused codes, and whom each access token shows."""

    keys: TwinKeys
    accounts: list[dict[str, Any]]
    codes: dict[str, Grant] = field(default_factory=dict)
    access: dict[str, Grant] = field(default_factory=dict)


def routes(data_dir: Path) -> list[BaseRoute]:
    """Addresses of the provider under ``/oidc/``; its keys live in ``data_dir/oidc``."""
    accounts = json.loads(PEOPLE.read_text(encoding="utf-8"))["accounts"]
    state = TwinState(keys=load_keys(data_dir / "oidc"), accounts=accounts)

    async def discovery(request: Request) -> Response:
        return JSONResponse(_discovery(_issuer(request)))

    async def jwks(_request: Request) -> Response:
        return JSONResponse(state.keys.jwks())

    async def authorize(request: Request) -> Response:
        problem = _problem(request.query_params)
        return notice_page(problem) if problem else authorize_page(state.accounts, request.query_params)

    async def decide(request: Request) -> Response:
        return _decide(state, await request.form())

    async def token(request: Request) -> Response:
        return await _token(state, request)

    async def userinfo(request: Request) -> Response:
        grant = state.access.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        return JSONResponse(_claims(grant)) if grant else JSONResponse({"error": "invalid_token"}, 401)

    return [
        Route("/oidc/", _about),
        Route("/oidc/.well-known/openid-configuration", discovery),
        Route("/oidc/jwks", jwks),
        Route("/oidc/authorize", authorize, methods=["GET"]),
        Route("/oidc/authorize", decide, methods=["POST"]),
        Route("/oidc/token", token, methods=["POST"]),
        Route("/oidc/userinfo", userinfo),
    ]


async def _about(_request: Request) -> HTMLResponse:
    return notice_page("Đây là hệ thống mô phỏng định danh điện tử. Hãy bắt đầu từ trang đăng nhập của cổng.")


def _issuer(request: Request) -> str:
    return f"{request.base_url}oidc"


def _discovery(issuer: str) -> dict[str, Any]:
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/jwks",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "scopes_supported": ["openid", "profile", "email", "phone", "address", "id_number", "organisation"],
        "acr_values_supported": ["1", "2"],
    }


def _problem(asked: QueryParams | FormData) -> str:
    """Why a request for sign-in is refused on the spot, in words; empty when it is in order."""
    if asked.get("response_type") != "code" or not asked.get("client_id"):
        return "Yêu cầu đăng nhập không hợp lệ (response_type, client_id)."
    if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
        return "Yêu cầu đăng nhập thiếu PKCE (code_challenge, S256)."
    host = urlsplit(str(asked.get("redirect_uri", ""))).hostname
    if host not in LOOPBACK | set(os.environ.get("MOTCUA_TWIN_HOSTS", "").split(",")):
        return "Địa chỉ trả về chưa được đăng ký (redirect_uri)."
    return ""


def _decide(state: TwinState, form: FormData) -> Response:
    problem = _problem(form)
    if problem:
        return notice_page(problem)
    mode = str(form.get("mode", "normal"))
    back: dict[str, str] = {"state": str(form.get("state", ""))}
    if mode == "declined" or "account" not in form:
        back["error"] = "access_denied"
    elif mode == "provider_error":
        back["error"] = "server_error"
    else:
        back["code"] = _grant(state, form, mode if mode in MODES else "normal")
    return RedirectResponse(f"{form['redirect_uri']}?{urlencode(back)}", status_code=303)


def _grant(state: TwinState, form: FormData, mode: str) -> str:
    code = secrets.token_urlsafe(24)
    state.codes[code] = Grant(
        account=state.accounts[int(str(form["account"])) % len(state.accounts)],
        client_id=str(form["client_id"]),
        redirect_uri=str(form["redirect_uri"]),
        nonce=str(form.get("nonce", "")),
        challenge=str(form["code_challenge"]),
        mode=mode,
        issued=time.monotonic(),
    )
    return code


async def _token(state: TwinState, request: Request) -> Response:
    form = await request.form()
    # The code is taken out before anything is checked: a second try with it fails whatever it brings.
    grant = state.codes.pop(str(form.get("code", "")), None)
    if grant is None or not _fits(grant, form):
        return JSONResponse({"error": "invalid_grant"}, 400)
    if grant.mode == "slow":
        await asyncio.sleep(SLOW_SECONDS)
    if grant.mode == "down":
        return Response("bad gateway", 502)
    access = secrets.token_urlsafe(24)
    state.access[access] = grant
    claims = _identity_claims(grant, issuer=_issuer(request))
    signed = state.keys.sign(claims, forged=grant.mode == "forged", expired=grant.mode == "expired")
    answer = {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed}
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def _fits(grant: Grant, form: FormData) -> bool:
    return (
        time.monotonic() - grant.issued < CODE_SECONDS
        and form.get("grant_type") == "authorization_code"
        and form.get("client_id") == grant.client_id
        and form.get("redirect_uri") == grant.redirect_uri
        and challenge_of(str(form.get("code_verifier", ""))) == grant.challenge
    )


def _level(grant: Grant) -> int:
    return 0 if grant.mode == "level_too_low" else int(grant.account["assurance_level"])


def _identity_claims(grant: Grant, *, issuer: str) -> dict[str, Any]:
    """Claims of the signed token: who and how surely; what else is known travels in userinfo."""
    return {
        "iss": issuer,
        "aud": grant.client_id,
        "sub": grant.account["sub"],
        "nonce": "someone-elses" if grant.mode == "replayed" else grant.nonce,
        "acr": str(_level(grant)),
        "jti": secrets.token_hex(8),
    }


def _claims(grant: Grant) -> dict[str, Any]:
    claims = {**grant.account, "assurance_level": _level(grant)}
    if grant.mode == "missing_claim":
        del claims["id_number"]
    if grant.mode == "swapped":
        claims["sub"] = "somebody-else"
    return claims


TWIN = Twin(name="oidc", path="/oidc/", stands_for="Định danh điện tử (VNeID)", routes=routes)
