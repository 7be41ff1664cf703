"""From a search for "giấy phép X-quang" to a signed licence that anybody can verify."""

import io
import re
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from asn1crypto import crl
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from .filing import CONTINUE, XRAY, XRAY_SECOND_DEVICE, begin, declare_and_submit, fill, fill_pages
from .office import assign, draft, finish_step, open_in_office, receive
from .person import Person
from .product import Product

SPECIALIST = "Trần Quang Khoa"
TAX_CODE = "9900000002"
FIELDS = ["specialist", "head", "leader", "seal"]


@dataclass
class Licence:
    """One dossier on its way, and what came of it."""

    temporary: str = ""
    code: str = ""
    files: int = 0
    address: str = ""
    pdf: bytes = b""
    mails: str = ""
    states: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def licence(signed_in: Callable[..., Person], mails: Callable[[], str]) -> Licence:
    """The whole way, each part by the person whose part it is."""
    made = Licence()
    citizen = signed_in("doanhnghiep")
    _file(citizen, made)
    _work(signed_in, made)
    _collect(citizen, made)
    made.mails = mails()
    return made


def _file(citizen: Person, made: Licence) -> None:
    citizen.go("/")
    citizen.page.locator("#home-q").fill("giấy phép X-quang")
    citizen.press(".mc-hero button")
    citizen.press(f"main a[href='/thu-tuc/{XRAY}/']")
    citizen.press("main a.btn-primary")
    begin(citizen)
    fill_pages(citizen, upto="thiet-bi")
    citizen.press("button[value='add:devices']")
    fill(citizen, XRAY_SECOND_DEVICE)
    fill_pages(citizen, upto="giay-to")
    made.files = citizen.page.locator("input[type=file]").count()
    citizen.press("button[value=upload]").press(CONTINUE)
    fill_pages(citizen)
    made.temporary = declare_and_submit(citizen)


def _work(signed_in: Callable[..., Person], made: Licence) -> None:
    counter = signed_in("tiepnhan").go("/office/?tab=reception")
    open_in_office(counter, made.temporary)
    made.code = receive(counter)
    head = open_in_office(signed_in("truongphong").go("/office/"), made.code)
    assign(head, SPECIALIST)
    specialist = open_in_office(signed_in("chuyenvien").go("/office/"), made.code)
    draft(specialist)
    for item in ("complete", "valid", "conditions", "content"):
        specialist.page.locator(f"[name=check_{item}][value=met]").check()
    specialist.page.locator("[name=decision][value=approve]").check()
    finish_step(specialist)
    for who in ("truongphong", "giamdoc", "vanthu"):
        finish_step(open_in_office(signed_in(who).go("/office/"), made.code))


def _collect(citizen: Person, made: Licence) -> None:
    citizen.go("/tai-khoan/giay-to/")
    made.address = citizen.page.locator("main table a").first.get_attribute("href") or ""
    made.pdf = citizen.download(made.address)
    citizen.go("/tai-khoan/").press(f"main a:has-text('{made.code}')")
    made.states.append(citizen.page.locator(".mc-panel").inner_text())


def _trust(product: Product) -> ValidationContext:
    folder = product.data_dir / "signing"
    return ValidationContext(
        trust_roots=list(load_certs_from_pemder([folder / "trust" / "demo-root.pem"])),
        other_certs=list(load_certs_from_pemder([folder / "intermediates" / "demo-issuing.pem"])),
        crls=[crl.CertificateList.load(path.read_bytes()) for path in (folder / "crls").glob("*.crl")],
        revocation_mode="hard-fail",
    )


def _text(pdf: bytes) -> str:
    command = ["pdftotext", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def test_the_dossier_gets_a_code_and_keeps_its_papers(licence: Licence) -> None:
    assert licence.files >= 3
    assert licence.temporary != licence.code
    assert re.fullmatch(r"H99\.15-\d{6}-\d{4}", licence.code)


def test_pyhanko_finds_every_signature_valid_and_in_order(licence: Licence, product: Product) -> None:
    signatures = PdfFileReader(io.BytesIO(licence.pdf)).embedded_regular_signatures
    assert [signature.field_name for signature in signatures] == FIELDS
    trust = _trust(product)
    for signature in signatures:
        # In a thread of its own: pyHanko starts an event loop, and the browser's runs in this one.
        with ThreadPoolExecutor(1) as thread:
            status = thread.submit(validate_pdf_signature, signature, trust, trust).result()
        assert status.bottom_line, (signature.field_name, status.pretty_print_details())
        assert status.timestamp_validity.trusted


def test_the_number_was_filled_in_before_the_seal(licence: Licence) -> None:
    fields = PdfFileReader(io.BytesIO(licence.pdf)).root["/AcroForm"]["/Fields"]
    values = {str(item.get_object()["/T"]): str(item.get_object().get("/V", "")) for item in fields}
    assert re.search(r"\d+/GP-SKHCN", values["number"])
    assert values["issued_on"].startswith("ngày ")


def test_the_licence_names_the_devices_that_were_declared(licence: Licence) -> None:
    # One word each, as the narrow columns of the table break between words.
    assert {"RADspeed", "EzRay"} <= set(_text(licence.pdf).split())


def test_anybody_verifies_the_result_by_its_code(licence: Licence, visitor: Callable[..., Person]) -> None:
    printed = re.search(r"nhập mã ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", _text(licence.pdf))
    assert printed
    stranger = visitor().go("/xac-minh/")
    stranger.page.locator("[name=code]").fill(printed.group(1))
    stranger.press("form:has([name=code]) button")
    assert stranger.page.locator(".mc-notice.tone-done").is_visible()


def test_a_copy_verifies_and_one_altered_byte_is_found(
    licence: Licence, visitor: Callable[..., Person]
) -> None:
    altered = bytearray(licence.pdf)
    altered[len(altered) // 3] ^= 1
    for content, tone in ((licence.pdf, "done"), (bytes(altered), "late")):
        stranger = visitor().go("/xac-minh/")
        stranger.page.locator("input[type=file]").set_input_files(
            {"name": "giay-phep.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        stranger.press("form:has(input[type=file]) button")
        assert stranger.page.locator(f".mc-notice.tone-{tone}").first.is_visible(), stranger.text()


def test_code_and_tax_code_show_where_the_dossier_stands(
    licence: Licence, visitor: Callable[..., Person]
) -> None:
    stranger = visitor().go("/tra-cuu/")
    stranger.page.locator("[name=code]").fill(licence.code)
    stranger.page.locator("[name=id_number]").fill("9900000999")
    stranger.press("main form:has([name=code]) button.btn-primary")
    assert licence.code not in stranger.page.locator("h1").inner_text()
    stranger.page.locator("[name=id_number]").fill(TAX_CODE)
    stranger.press("main form:has([name=code]) button.btn-primary")
    assert licence.code in stranger.text()


def test_the_applicant_is_told_by_mail(licence: Licence) -> None:
    assert licence.code in licence.mails


def test_a_stranger_gets_neither_the_dossier_nor_its_papers(
    licence: Licence, signed_in: Callable[..., Person]
) -> None:
    other = signed_in("congdan")
    assert other.context.request.get(other.address + licence.address).status == 404
