"""Pages of documents: who sees what, signing by button, the public verification."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.identity.api import agency_by_code, find_user
from motcua.platform.files.api import read
from motcua.reform.papers.api import Paper, get_paper, list_papers_for, seal_paper, sign_paper
from motcua.reform.papers.tests.conftest import NOW
from motcua.reform.plan.tests.conftest import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(keys, make, staff):
    paper = sign_paper(paper=make(), staff=staff("giamdoc"), now=NOW)
    return seal_paper(paper=paper, staff=staff("vanthu"), now=NOW)


def page(client, user, who, paper, name="paper"):
    client.force_login(user(who))
    return client.get(reverse(f"papers:{name}", args=[paper.uuid]))


DRAFT_READERS = {
    "cv.vp": 200,
    "giamdoc": 200,
    "vanthu": 200,
    "chuyenvien": 404,
    "cchc.sxd": 404,
    "quanly.cchc": 404,
    "kiemtra": 404,
    "bientap": 404,
    "congdan": 404,
}


@pytest.mark.parametrize(("who", "status"), DRAFT_READERS.items())
def test_a_draft_is_known_to_who_drafts_and_signs_in_its_agency(client, province, make, who, status):
    client.force_login(find_user(username=who))
    paper = make()
    for name in ("paper", "file"):
        assert client.get(reverse(f"papers:{name}", args=[paper.uuid])).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("chuyenvien", 200), ("cchc.sxd", 404), ("quanly.cchc", 200), ("kiemtra", 200)]
)
def test_an_issued_paper_is_read_by_the_agency_and_by_who_oversees(client, user, sealed, who, status):
    assert page(client, user, who, sealed).status_code == status
    assert page(client, user, who, sealed, "file").status_code == status


def test_an_addressee_reads_a_paper_once_it_is_sealed(client, user, keys, make, staff):
    paper = make(addressees=[agency_by_code("SXD")])
    assert page(client, user, "cchc.sxd", paper).status_code == 404
    paper = sign_paper(paper=paper, staff=staff("giamdoc"), now=NOW)
    assert page(client, user, "cchc.sxd", paper).status_code == 404
    seal_paper(paper=paper, staff=staff("vanthu"), now=NOW)
    assert page(client, user, "cchc.sxd", paper).status_code == 200


@pytest.mark.parametrize("who", ["thamdinh.stp", "gd.stp", "hoidong"])
def test_appraisers_and_council_read_the_papers_of_records_they_may_know_of(user, make, staff, who):
    plans = [make_plan(year=2026), make_plan(year=2027, state="draft")]
    known, draft = (make(kind="plan", subject=("reform_plan", plan.uuid)) for plan in plans)
    other = make(kind="plan", subject=("inspection_plan", plans[0].uuid))
    Paper.objects.update(sealed_at=NOW)
    seen = list_papers_for(staff=staff(who)).filter(pk__in=[known.pk, draft.pk, other.pk])
    assert list(seen) == [known]


def test_anonymous_visitors_sign_in_first(client, province, make):
    assert client.get(reverse("papers:paper", args=[make().uuid])).status_code == 302


def test_leader_and_clerk_issue_a_paper_by_two_buttons(client, user, keys, make):
    paper = make()
    client.force_login(user("giamdoc"))
    client.post(reverse("papers:sign", args=[paper.uuid]))
    client.force_login(user("vanthu"))
    client.post(reverse("papers:seal", args=[paper.uuid]))
    assert get_paper(uuid=paper.uuid).state == "sealed"


@pytest.mark.parametrize("action", ["sign", "seal"])
def test_the_buttons_refuse_the_wrong_role_and_method(client, user, province, make, action):
    address = reverse(f"papers:{action}", args=[make().uuid])
    client.force_login(user("cv.vp"))
    assert client.post(address).status_code == 403
    client.force_login(user("giamdoc" if action == "sign" else "vanthu"))
    assert client.get(address).status_code == 405


def test_a_reason_is_asked_before_a_draft_is_dropped(client, user, province, make):
    paper = make()
    client.force_login(user("cv.vp"))
    address = reverse("papers:cancel", args=[paper.uuid])
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Thừa"})
    assert get_paper(uuid=paper.uuid).state == "cancelled"


def test_the_list_costs_a_fixed_number_of_statements(
    client, user, province, make, django_assert_max_num_queries
):
    for _number in range(5):
        make()
    client.force_login(user("cv.vp"))
    client.get(reverse("papers:list"))
    with django_assert_max_num_queries(12):
        assert "Quyết định công nhận" in client.get(reverse("papers:list")).content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_leaves_as_a_file(client, user, province, make, form):
    make()
    client.force_login(user("cv.vp"))
    assert client.get(reverse("papers:list"), {"_export": form}).status_code == 200


def test_the_public_learns_number_signer_and_fingerprint_but_not_the_title(client, sealed):
    answer = client.get(reverse("papers_verify"), {"code": sealed.verification_code.lower()}, follow=True)
    text = answer.content.decode()
    assert sealed.symbol in text and sealed.sha256 in text and "Phạm Đức Thắng" in text
    assert sealed.title not in text


def test_an_unsealed_paper_is_unknown_to_the_public(client, keys, make, staff):
    paper = sign_paper(paper=make(), staff=staff("giamdoc"), now=NOW)
    assert client.get(reverse("papers_verify_code", args=[paper.verification_code])).status_code == 404


def compare(client, paper, content):
    address = reverse("papers_verify_code", args=[paper.verification_code])
    return client.post(address, {"file": SimpleUploadedFile("x.pdf", content, "application/pdf")})


def test_a_true_copy_is_the_same_and_a_lengthened_one_is_not(client, sealed):
    content = read(sealed.file)
    assert compare(client, sealed, content).context["copy"].is_same
    longer = compare(client, sealed, content + b"%x\n").context["copy"]
    assert (longer.is_same, longer.begins_so) == (False, True)


def test_an_altered_copy_is_called_altered(client, sealed):
    content = bytearray(read(sealed.file))
    content[9_000] ^= 1
    verdict = compare(client, sealed, bytes(content)).context["copy"]
    assert (verdict.is_same, verdict.verification.status) == (False, "altered")


def test_what_is_no_pdf_is_refused_with_a_reason(client, sealed):
    answer = compare(client, sealed, b"MZ")
    assert answer.status_code == 422 and answer.context["copy_form"].errors["file"]


def test_an_address_compares_only_so_many_files(client, sealed, settings):
    settings.VERIFICATION_ATTEMPTS = 1
    assert [compare(client, sealed, b"%PDF-1.7").status_code for _n in range(2)] == [200, 429]
