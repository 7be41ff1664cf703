import smtplib
from email.message import EmailMessage

import httpx
import pytest
from starlette.applications import Starlette

from motcua.integrations.mail import twin
from motcua.integrations.twins.testing import free_port, serving


@pytest.fixture
def box(tmp_path):
    port = free_port()
    controller = twin.smtp_controller(tmp_path, port)
    controller.start()
    yield tmp_path, port
    controller.stop()


def post(port, *, to="lan@example.org", subject="Chào", message_id="<1@x.example>"):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "mot-cua@motcua.example", to, subject
    mail["Message-ID"] = message_id
    mail.set_content("Nội dung <b>")
    mail.add_alternative("<p>Nội dung</p><script>alert(1)</script>", subtype="html")
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(mail)


@pytest.fixture
def web(box):
    with serving(Starlette(routes=twin.routes(box[0]))) as address, httpx.Client(base_url=address) as client:
        yield client


def test_a_mail_is_shown_in_the_list_and_alone(box, web):
    data_dir, port = box
    post(port)
    assert "Chào" in web.get("/mail/").text
    (file,) = (data_dir / "mail").glob("*.eml")
    page = web.get(f"/mail/{file.stem}/")
    assert "Nội dung &lt;b&gt;" in page.text
    assert "<iframe sandbox" in page.text


def test_markup_of_a_mail_can_run_nothing(box, web):
    data_dir, port = box
    post(port)
    (file,) = (data_dir / "mail").glob("*.eml")
    answer = web.get(f"/mail/{file.stem}/html")
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


def test_a_subject_with_markup_is_escaped(box, web):
    post(box[1], subject="<script>x</script>")
    assert "<script>" not in web.get("/mail/").text


def test_the_same_message_sent_twice_is_kept_once(box, web):
    data_dir, port = box
    post(port)
    post(port)
    assert len(list((data_dir / "mail").glob("*.eml"))) == 1


@pytest.mark.parametrize(("to", "code"), [("a+bounce@example.org", 550), ("a+later@example.org", 451)])
def test_troublesome_addresses_are_refused(box, to, code):
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        post(box[1], to=to)
    assert refused.value.recipients[to][0] == code


@pytest.mark.parametrize("key", ["..%2f..%2fetc%2fpasswd", "nothing"])
def test_only_kept_mails_are_shown(web, key):
    assert web.get(f"/mail/{key}/").status_code == 404


def test_trouble_is_chosen_on_the_page(box, web):
    web.post("/mail/mode", data={"mode": "down"})
    with pytest.raises((smtplib.SMTPRecipientsRefused, smtplib.SMTPServerDisconnected)):
        post(box[1])
