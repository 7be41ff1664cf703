"""Twin of a timestamping authority: RFC 3161 over HTTP, with a certificate of the demonstration authority.

Unlike a real authority it stamps a past moment when the demonstration asks for one, because the demonstration
relives past days. Its certificate says that it is a demonstration, and only demonstrations trust it.
"""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from asn1crypto import cms, core, keys, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pyhanko.sign.general import as_signing_certificate, simple_cms_attribute
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash
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
    own, certificate, chain = _material(data_dir)
    return _Stamper(own, certificate, chain, moment.replace(microsecond=0)).request_tsa_response(query)


class _Stamper(DummyTimeStamper):
    """pyHanko's stamper with a key that is read once; its own reads and tests the key for every stamp."""

    def __init__(
        self,
        key: RSAPrivateKey,
        certificate: x509.Certificate,
        chain: SimpleCertificateStore,
        moment: datetime,
    ) -> None:
        super().__init__(certificate, keys.PrivateKeyInfo({}), certs_to_embed=chain, fixed_dt=moment)
        self._key = key

    def _sign_tst_info(
        self, tst_info_data: bytes, md_algorithm: str, dt: datetime
    ) -> tuple[bytes, cms.CMSAttributes]:
        digest = hashes.Hash(get_pyca_cryptography_hash(md_algorithm))
        digest.update(tst_info_data)
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(dt)})),
                simple_cms_attribute("signing_certificate", as_signing_certificate(self.tsa_cert)),
                simple_cms_attribute("message_digest", digest.finalize()),
            ]
        )
        signature = self._key.sign(attributes.dump(), PKCS1v15(), get_pyca_cryptography_hash(md_algorithm))
        return signature, attributes


@lru_cache(maxsize=4)
def _material(data_dir: Path) -> tuple[RSAPrivateKey, x509.Certificate, SimpleCertificateStore]:
    # The authority that the product trusts; one of the twins' own would make every timestamp worthless.
    folder = ensure_demo_authority(data_dir) / "authority"
    own, issuer = load_pair(folder / f"{TIMESTAMPING}.p12"), load_pair(folder / f"{ISSUER}.p12")
    chain = SimpleCertificateStore()
    chain.register(_certificate(issuer))
    return own.key, _certificate(own), chain


def _certificate(pair: KeyPair) -> x509.Certificate:
    certificate: x509.Certificate = x509.Certificate.load(pair.certificate.public_bytes(Encoding.DER))
    return certificate


TWIN = Twin(
    name="tsa",
    path="/tsa",
    stands_for="Dịch vụ cấp dấu thời gian (RFC 3161)",
    routes=routes,
)
