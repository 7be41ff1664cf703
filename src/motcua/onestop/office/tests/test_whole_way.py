"""From the counter to the issued result through the pages of the office, with real signatures."""

import pytest
from django.urls import reverse

from motcua.onestop.dossiers.models import Channel, State
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.factories import open_step
from motcua.onestop.results.api import current_result
from motcua.platform.files.api import read
from motcua.platform.outbox.testing import run_jobs
from motcua.platform.signing.api import verify_pdf

APPRAISED = {
    "check_complete": "met",
    "check_valid": "met",
    "check_conditions": "not_applicable",
    "check_content": "met",
    "decision": "approve",
}
SIGNERS = ("chuyenvien", "truongphong", "giamdoc")


@pytest.fixture
def desk(as_user, signing_twins):
    for username in (*SIGNERS, "vanthu", "tiepnhan", "tn.pvhcc"):
        signing_twins(f"user:{username}", make.user(username).full_name)
    signing_twins("seal:SKHCN", "Sở Khoa học và Công nghệ", "seal")
    return as_user


def finish(client, dossier, **answers):
    item = open_step(dossier)
    address = reverse("office:finish_step", args=[dossier.uuid, item.uuid])
    assert client.post(address, answers).status_code == 302
    run_jobs(ignore_retries=True)
    item.refresh_from_db()
    return item


def test_a_dossier_goes_from_the_counter_to_a_signed_result(desk):
    dossier = make.submitted(return_channel=Channel.ONLINE)
    desk("tn.pvhcc").post(reverse("office:receive", args=[dossier.uuid]))
    run_jobs(ignore_retries=True)
    finish(desk("truongphong"), dossier, assignee=make.user("chuyenvien").pk)
    specialist = desk("chuyenvien")
    address = reverse("office:draft", args=[dossier.uuid])
    form = specialist.get(address).context["form"]
    specialist.post(address, {name: form[name].value() or "x" for name in form.fields})

    drafted = finish(specialist, dossier, **APPRAISED, comment="Đủ điều kiện")
    assert (drafted.state, drafted.data["checklist"]["conditions"]) == ("done", "not_applicable")
    assert finish(desk("truongphong"), dossier).state == "done"
    assert finish(desk("giamdoc"), dossier).state == "done"
    assert finish(desk("vanthu"), dossier).state == "done"

    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    assert not WorkItem.objects.filter(dossier=dossier, state="open").exists()
    result = current_result(dossier=dossier)
    assert result.number
    assert [signature.kind for signature in result.signatures.order_by("order")] == [
        "initial",
        "initial",
        "person",
        "seal",
    ]
    assert verify_pdf(pdf=read(result.file)).status == "valid"


def test_a_page_that_waits_for_a_signature_loads_itself_anew_when_it_is_there(desk):
    dossier = make.submitted(return_channel=Channel.ONLINE)
    counter = desk("tn.pvhcc")
    counter.post(reverse("office:receive", args=[dossier.uuid]))
    page, asked = (reverse(f"office:{name}", args=[dossier.uuid]) for name in ("dossier", "progress"))
    assert asked in counter.get(page).content.decode()
    assert counter.get(asked).status_code == 204
    run_jobs(ignore_retries=True)
    assert counter.get(asked)["HX-Refresh"] == "true"
    assert asked not in counter.get(page).content.decode()


def test_a_result_sent_back_is_signed_anew(desk):
    dossier = make.submitted(return_channel=Channel.ONLINE)
    desk("tn.pvhcc").post(reverse("office:receive", args=[dossier.uuid]))
    finish(desk("truongphong"), dossier, assignee=make.user("chuyenvien").pk)
    specialist = desk("chuyenvien")
    address = reverse("office:draft", args=[dossier.uuid])
    form = specialist.get(address).context["form"]
    answers = {name: form[name].value() or "x" for name in form.fields}
    specialist.post(address, answers)
    finish(specialist, dossier, **APPRAISED)
    head = desk("truongphong")
    back = reverse("office:send_back", args=[dossier.uuid, open_step(dossier).uuid])
    assert head.get(back).status_code == 200
    head.post(back, {"step": "draft", "reason": "Sửa căn cứ"})
    assert open_step(dossier).assignee == make.user("chuyenvien")
    assert "Sửa căn cứ" in specialist.get(reverse("office:dossier", args=[dossier.uuid])).content.decode()
    assert finish(specialist, dossier, **APPRAISED).state == "done"
    assert current_result(dossier=dossier).signatures.count() == 1
