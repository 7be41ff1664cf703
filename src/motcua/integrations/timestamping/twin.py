"""Twin of a timestamping authority: RFC 3161 over HTTP, with a certificate of the demonstration authority.

Unlike a real authority it stamps a past moment when the demonstration asks for one, because the demonstration
relives past days. Its certificate says that it is a demonstration, and only demonstrations trust it.
"""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from motcua.integrations.twins.base import Twin
from motcua.platform.signing.authority import ISSUER, TIMESTAMPING, KeyPair, ensure_demo_authority, load_pair

CLOCK_HEADER = "X-Demonstration-Clock"
_REPLY = "application/timestamp-reply"


def routes(_data_dir: Path) -> list[BaseRoute]:
    """``POST /tsa`` answers a timestamp query, ``GET /tsa`` says what this is."""

    async def explain(_request: Request) -> Response:
        return PlainTextResponse("RFC 3161 timestamp twin. POST application/timestamp-query here.\n")

    async def stamp(request: Request) -> Response:
        return await _stamp(request, Path(settings.DATA_DIR))

    return [Route("/tsa", explain, methods=["GET"]), Route("/tsa", stamp, methods=["POST"])]


async def _stamp(request: Request, data_dir: Path) -> Response:
    try:
        query = tsp.TimeStampReq.load(await request.body())
        query["message_imprint"].native  # noqa: B018 - parsing is lazy; a broken query must fail here
        moment = _moment(request)
    except (ValueError, TypeError):
        return PlainTextResponse("not a timestamp query\n", status_code=400)
    reply = await run_in_threadpool(_reply, data_dir, query, moment)
    return Response(reply.dump(), media_type=_REPLY)


def _moment(request: Request) -> datetime:
    asked = request.headers.get(CLOCK_HEADER)
    return datetime.fromisoformat(asked).astimezone(UTC) if asked else datetime.now(UTC)


def _reply(data_dir: Path, query: tsp.TimeStampReq, moment: datetime) -> tsp.TimeStampResp:
    key, certificate, chain = _material(data_dir)
    stamper = DummyTimeStamper(certificate, key, certs_to_embed=chain, fixed_dt=moment.replace(microsecond=0))
    return stamper.request_tsa_response(query)


@lru_cache(maxsize=4)
def _material(data_dir: Path) -> tuple[keys.PrivateKeyInfo, x509.Certificate, SimpleCertificateStore]:
    # The authority that the product trusts; one of the twins' own would make every timestamp worthless.
    folder = ensure_demo_authority(data_dir) / "authority"
    own, issuer = load_pair(folder / f"{TIMESTAMPING}.p12"), load_pair(folder / f"{ISSUER}.p12")
    key = own.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    chain = SimpleCertificateStore()
    chain.register(_certificate(issuer))
    return keys.PrivateKeyInfo.load(key), _certificate(own), chain


def _certificate(pair: KeyPair) -> x509.Certificate:
    certificate: x509.Certificate = x509.Certificate.load(pair.certificate.public_bytes(Encoding.DER))
    return certificate


TWIN = Twin(
    name="tsa",
    path="/tsa",
    stands_for="Dịch vụ cấp dấu thời gian (RFC 3161)",
    routes=routes,
)
