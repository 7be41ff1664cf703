"""Drafting, signing, numbering, sealing and cancelling documents."""

import re
import subprocess
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from motcua.identity.api import delegate
from motcua.identity.tests.helpers import office_of
from motcua.platform.audit.api import AuditEvent
from motcua.platform.files.api import read
from motcua.platform.numbering.api import close_period
from motcua.platform.signing.api import SigningUnavailable, verify_pdf
from motcua.reform.papers import services
from motcua.reform.papers.api import (
    Follower,
    Paper,
    PaperKind,
    PaperRefused,
    cancel_paper,
    get_paper,
    make_paper,
    revise_paper,
    seal_paper,
    sign_paper,
)
from motcua.reform.papers.rendering import render_draft
from motcua.reform.papers.tests.conftest import DECISION, NOW

pytestmark = pytest.mark.django_db


def test_a_signed_paper_has_the_next_number_of_the_year_and_one_valid_signature(keys, make, staff):
    first = sign_paper(paper=make(), staff=staff("giamdoc"), now=NOW)
    second = sign_paper(paper=make(), staff=staff("giamdoc"), now=NOW)
    assert (first.symbol, second.symbol) == ("01/QĐ-SKHCN", "02/QĐ-SKHCN")
    verdict = verify_pdf(read(first.file))
    assert (verdict.status, [one.signer for one in verdict.signatures]) == ("valid", ["Phạm Đức Thắng"])
    assert first.signer_title == "Giám đốc" and first.sha256 == first.file.blob.sha256


def test_the_seal_is_the_second_signature_and_leaves_the_first_valid(keys, make, staff):
    paper = sign_paper(paper=make(), staff=staff("giamdoc"), now=NOW)
    sealed = seal_paper(paper=paper, staff=staff("vanthu"), now=NOW)
    verdict = verify_pdf(read(sealed.file))
    assert (sealed.state, verdict.status, len(verdict.signatures)) == ("sealed", "valid", 2)


@pytest.mark.parametrize(("by", "symbol"), [("cv.vp", "01/SKHCN-VP"), ("truongphong", "01/SKHCN-ATBX")])
def test_a_letter_names_the_drafting_unit(keys, make, staff, by, symbol):
    letter = make(kind=PaperKind.LETTER, by=by)
    assert sign_paper(paper=letter, staff=staff("giamdoc"), now=NOW).symbol == symbol


@pytest.mark.parametrize(
    ("kind", "by", "symbol"),
    [
        (PaperKind.LETTER, "chutich", "01/UBND-VP"),
        (PaperKind.LETTER, "quanly.cchc", "01/UBND-SNV"),
        (PaperKind.CONCLUSION, "chutich", "01/KL-UBND"),
        (PaperKind.NOTICE, "chutich", "01/TB-UBND"),
        (PaperKind.DECISION, "chutich", "01/QĐ-UBND"),
    ],
)
def test_no_symbol_of_the_peoples_committee_names_its_board(keys, make, staff, kind, by, symbol):
    paper = make(agency="UBND", kind=kind, by=by)
    assert sign_paper(paper=paper, staff=staff("chutich"), now=NOW).symbol == symbol


def lines_signed(paper, staff, monkeypatch):
    """The lines above the signer's name, as they are set."""
    lines = []
    monkeypatch.setattr(
        services.rendering, "sign", lambda paper, **values: lines.extend(values["signer_lines"]) or b"%PDF-"
    )
    sign_paper(paper=paper, staff=staff, now=NOW)
    return lines


def test_the_chair_signs_decisions_alone_and_the_rest_on_behalf_of_the_committee(
    province, make, staff, monkeypatch
):
    decision, letter = DECISION, {name: part for name, part in DECISION.items() if name != "authority"}
    own = make(agency="UBND", by="chutich", data=decision)
    assert lines_signed(own, staff("chutich"), monkeypatch) == ["Chủ tịch"]
    common = make(agency="UBND", by="chutich", data=letter, kind=PaperKind.LETTER)
    assert lines_signed(common, staff("chutich"), monkeypatch) == ["TM. Ủy ban nhân dân", "Chủ tịch"]


def test_who_stands_in_for_the_director_signs_by_authorisation(province, make, staff, user, monkeypatch):
    absent, colleague = (office_of(who) for who in ("giamdoc", "truongphong"))
    delegate(
        delegator_id=absent.pk,
        delegate_id=colleague.pk,
        valid_from=NOW.date(),
        valid_to=NOW.date(),
        document_number="12/UQ-SKHCN",
        document_on=NOW.date(),
        now=NOW,
    )
    paper = make()
    lines = lines_signed(paper, staff("truongphong"), monkeypatch)
    assert lines == ["TUQ. Giám đốc", "Trưởng phòng"]
    signed = get_paper(uuid=paper.uuid)
    assert (signed.signer_title, signed.on_behalf_of) == ("Trưởng phòng", absent.user)


def test_signing_and_sealing_again_change_nothing(keys, make, staff):
    draft = make()
    once = sign_paper(paper=draft, staff=staff("giamdoc"), now=NOW)
    again = sign_paper(paper=get_paper(uuid=draft.uuid), staff=staff("phogiamdoc"), now=NOW)
    assert (again.symbol, again.sha256, again.signer_name) == (once.symbol, once.sha256, "Phạm Đức Thắng")
    sealed = seal_paper(paper=again, staff=staff("vanthu"), now=NOW)
    assert seal_paper(paper=again, staff=staff("vanthu"), now=NOW).sha256 == sealed.sha256
    assert AuditEvent.objects.filter(action__startswith="paper.").count() == 3


@pytest.mark.parametrize("who", ["cv.vp", "vanthu", "gd.sxd", "quanly.cchc", "kiemtra"])
def test_only_a_leader_of_the_agency_signs(province, make, staff, who):
    with pytest.raises(PermissionDenied):
        sign_paper(paper=make(), staff=staff(who), now=NOW)


@pytest.mark.parametrize("who", ["giamdoc", "vt.sxd", "cv.vp"])
def test_only_a_clerk_of_the_agency_seals(keys, make, staff, who):
    paper = sign_paper(paper=make(), staff=staff("giamdoc"), now=NOW)
    with pytest.raises(PermissionDenied):
        seal_paper(paper=paper, staff=staff(who), now=NOW)


def test_a_draft_cannot_be_sealed(province, make, staff):
    with pytest.raises(PaperRefused, match="not_signed"):
        seal_paper(paper=make(), staff=staff("vanthu"), now=NOW)


def test_a_draft_changed_while_it_was_signed_is_not_recorded(keys, make, staff, user):
    read_before = make()
    revise_paper(paper=read_before, title="Khác", data=DECISION, by=user("cv.vp"), now=NOW)
    with pytest.raises(PaperRefused, match="changed_meanwhile"):
        sign_paper(paper=read_before, staff=staff("giamdoc"), now=NOW)
    assert get_paper(uuid=read_before.uuid).number is None


def test_without_a_key_nothing_is_signed_and_no_number_is_taken(province, signing_twins, make, staff):
    paper = make(agency="SGDDT", by="cchc.sgddt")
    with pytest.raises(SigningUnavailable):
        sign_paper(paper=paper, staff=staff("gd.sgddt"), now=NOW)
    assert get_paper(uuid=paper.uuid).state == "draft"


def test_a_closed_book_gives_no_number(keys, make, staff):
    close_period(book="result:SKHCN:decision", period="2026", now=NOW)
    with pytest.raises(PaperRefused, match="period_closed"):
        sign_paper(paper=make(), staff=staff("giamdoc"), now=NOW)


def test_a_signed_paper_is_not_revised(keys, make, staff, user):
    paper = sign_paper(paper=make(), staff=staff("giamdoc"), now=NOW)
    with pytest.raises(PaperRefused, match="not_a_draft"):
        revise_paper(paper=paper, title="Khác", data=DECISION, by=user("cv.vp"), now=NOW)


def test_a_cancelled_paper_keeps_its_number_and_is_not_signed_again(keys, make, staff):
    paper = sign_paper(paper=make(), staff=staff("giamdoc"), now=NOW)
    cancelled = cancel_paper(paper=paper, reason="Ban hành nhầm", staff=staff("giamdoc"), now=NOW)
    assert (cancelled.state, cancelled.symbol) == ("cancelled", "01/QĐ-SKHCN")
    with pytest.raises(PaperRefused, match="cancelled"):
        sign_paper(paper=cancelled, staff=staff("giamdoc"), now=NOW)


def test_an_officer_drops_an_own_draft_but_withdraws_nothing_signed(keys, make, staff):
    with pytest.raises(PermissionDenied):
        paper = sign_paper(paper=make(), staff=staff("giamdoc"), now=NOW)
        cancel_paper(paper=paper, reason="Thử", staff=staff("cv.vp"), now=NOW)
    assert cancel_paper(paper=make(), reason="Thừa", staff=staff("cv.vp"), now=NOW).state == "cancelled"


def test_a_part_hears_of_signature_and_seal_in_the_same_transaction(keys, make, staff, monkeypatch):
    heard = []
    follower = Follower(
        signed=lambda paper, now: heard.append(("signed", paper.symbol)),
        sealed=lambda paper, now: heard.append(("sealed", paper.subject_id)),
    )
    monkeypatch.setitem(services._followers, "sample", follower)
    paper = sign_paper(paper=make(subject=("sample", 7)), staff=staff("giamdoc"), now=NOW)
    seal_paper(paper=paper, staff=staff("vanthu"), now=NOW)
    assert heard == [("signed", "01/QĐ-SKHCN"), ("sealed", "7")]


def test_a_part_that_refuses_takes_signature_and_number_back(keys, make, staff, monkeypatch):
    def refuse(paper, now):
        raise PaperRefused("cancelled")

    monkeypatch.setitem(services._followers, "sample", Follower(signed=refuse))
    paper = make(subject=("sample", 7))
    with pytest.raises(PaperRefused):
        sign_paper(paper=paper, staff=staff("giamdoc"), now=NOW)
    monkeypatch.setitem(services._followers, "sample", Follower())
    assert sign_paper(paper=paper, staff=staff("giamdoc"), now=NOW).symbol == "01/QĐ-SKHCN"


@pytest.mark.parametrize("template", ["decision", "document", "certificate"])
def test_every_template_sets_markup_as_plain_text(make, template):
    nasty = "#panic() $x$ *đậm* _ng_ <a> @b `c` \\ " + "dài " * 60
    data = {
        "heading": nasty,
        "subject": nasty,
        "authority": nasty,
        "addressee": nasty,
        "bases": [nasty],
        "articles": [nasty, nasty],
        "facts": [{"label": nasty, "value": nasty}],
        "sections": [{"heading": nasty, "paragraphs": [nasty], "facts": [{"label": "a", "value": nasty}]}],
        "appendices": [
            {"heading": nasty, "table": {"columns": ["a", "b"], "rows": [[nasty, nasty]], "widths": [1, 2]}}
        ],
        "recipients": [nasty],
    }
    paper = make(data=data)
    paper.template = f"reform/papers/typst/{template}.typ"
    assert render_draft(paper).startswith(b"%PDF-")


def test_an_unknown_template_is_refused_at_drafting(user, make):
    with pytest.raises(FileNotFoundError):
        make_paper(
            kind=PaperKind.NOTICE,
            agency=make().agency,
            title="x",
            data={},
            template="reform/papers/typst/nothing.typ",
            made_by=user("cv.vp"),
            now=NOW,
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_leaders_who_sign_at_once_one_number_is_taken(keys, make, staff):
    paper = make()
    barrier, symbols = threading.Barrier(2), []

    def sign(who):
        try:
            mine, context = get_paper(uuid=paper.uuid), staff(who)
            barrier.wait(10)
            symbols.append(sign_paper(paper=mine, staff=context, now=NOW).symbol)
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=(who,)) for who in ("giamdoc", "phogiamdoc")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert symbols == ["01/QĐ-SKHCN"] * 2
    assert sign_paper(paper=make(), staff=staff("giamdoc"), now=NOW).symbol == "02/QĐ-SKHCN"
    assert Paper.objects.filter(number=1).count() == 1


def test_figures_of_a_table_stand_under_one_another_at_the_right(make):
    table = {"columns": ["Tên", "Chỉ số"], "rows": [["a", "111,11"], ["b", "88,88"], ["c", "9,99"]]}
    ends = {}
    for numeric in ([], [1]):
        data = {"heading": "Báo cáo", "subject": "Số liệu", "recipients": []}
        paper = make(data=data | {"sections": [{"heading": "1", "table": table | {"numeric": numeric}}]})
        paper.template = "reform/papers/typst/document.typ"
        words = subprocess.run(
            ["pdftotext", "-bbox", "-", "-"], input=render_draft(paper), capture_output=True, check=True
        ).stdout.decode()
        found = dict(re.findall(r'xMax="([\d.]+)" yMax="[\d.]+">(\d+,\d\d)<', words))
        ends[bool(numeric)] = {round(float(end), 1) for end in found}
    assert len(ends[True]) == 1
    assert len(ends[False]) == 3
