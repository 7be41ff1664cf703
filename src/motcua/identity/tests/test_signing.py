"""Who decides and who signs, as Decree 30/2020 writes it (Article 13; Annex I, part II)."""

from datetime import date

import pytest

from motcua.identity.api import (
    Role,
    agency_by_code,
    appoint,
    authority_of,
    delegate,
    drafting_unit,
    head_of,
    signer_lines,
)
from motcua.identity.models import Position, RoleGrant, Unit
from motcua.identity.rules.signing import Office, head_behind, title_block, with_body
from motcua.identity.tests.helpers import NOW, office_of, user

TODAY = date(2026, 11, 23)
COMMITTEE = "Ủy ban nhân dân"


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("Ủy ban nhân dân tỉnh Lam Sơn", "Chủ tịch Ủy ban nhân dân tỉnh Lam Sơn"),
        ("Văn phòng Ủy ban nhân dân tỉnh", "Chánh Văn phòng Ủy ban nhân dân tỉnh"),
        ("Sở Nội vụ tỉnh Lam Sơn", "Giám đốc Sở Nội vụ tỉnh Lam Sơn"),
        ("Thanh tra tỉnh", "Chánh Thanh tra tỉnh"),
        ("Ban Quản lý các khu công nghiệp", "Trưởng ban Quản lý các khu công nghiệp"),
        ("Trung tâm Phục vụ hành chính công", "Giám đốc Trung tâm Phục vụ hành chính công"),
        ("Phòng Quản lý khoa học", "Trưởng phòng Quản lý khoa học"),
        ("Văn phòng Sở", "Chánh Văn phòng Sở"),
        ("Chi cục Thủy lợi", "Chi cục trưởng Chi cục Thủy lợi"),
        ("Viện Quy hoạch", "Viện trưởng Viện Quy hoạch"),
        ("Bộ phận Một cửa", "Thủ trưởng Bộ phận Một cửa"),
        ("Sởn", "Thủ trưởng Sởn"),
    ],
)
def test_the_head_of_a_body_is_called_as_the_law_calls_it(body, head):
    assert head_of(body) == head


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Giám đốc", "Giám đốc"),
        ("Phó Giám đốc", "Giám đốc"),
        ("Phó giám đốc phụ trách", "Giám đốc"),
        ("Quyền Giám đốc", "Giám đốc"),
        ("Phó Chủ tịch Ủy ban nhân dân tỉnh", "Chủ tịch"),
        ("Phó Chánh Văn phòng", "Chánh Văn phòng"),
    ],
)
def test_a_deputy_names_the_head(title, head):
    assert head_behind(title) == head


def test_what_title_and_body_both_say_is_said_once():
    assert with_body("Chánh Văn phòng", "Văn phòng Sở") == "Chánh Văn phòng Sở"
    assert with_body("Giám đốc", "Sở Y tế") == "Giám đốc Sở Y tế"


def leads(title):
    return Office(title=title, leads=True)


def heads(title):
    return Office(title=title, heads_unit=True)


@pytest.mark.parametrize(
    ("office", "head", "more", "lines"),
    [
        # An agency led by one head: the head signs directly.
        (leads("Giám đốc"), "Giám đốc", {}, ("Giám đốc",)),
        (leads("Giám đốc Sở"), "Giám đốc", {}, ("Giám đốc",)),
        (leads("Chánh Văn phòng"), "Chánh Văn phòng", {}, ("Chánh Văn phòng",)),
        (leads("Phó Giám đốc"), "Giám đốc", {}, ("KT. Giám đốc", "Phó Giám đốc")),
        (leads("Phó Giám đốc phụ trách"), "Giám đốc", {}, ("KT. Giám đốc", "Phó Giám đốc")),
        (leads("Phó Chánh Văn phòng"), "Chánh Văn phòng", {}, ("KT. Chánh Văn phòng", "Phó Chánh Văn phòng")),
        (leads("Quyền Giám đốc"), "Giám đốc", {}, ("Q. Giám đốc",)),
        # A collective: its chair signs on its behalf, a deputy on its behalf and for the chair.
        (
            leads("Chủ tịch Ủy ban nhân dân"),
            "Chủ tịch",
            {"collective": COMMITTEE},
            ("TM. Ủy ban nhân dân", "Chủ tịch"),
        ),
        (
            leads("Phó Chủ tịch Ủy ban nhân dân tỉnh"),
            "Chủ tịch",
            {"collective": COMMITTEE},
            ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"),
        ),
        (
            leads("Quyền Chủ tịch Ủy ban nhân dân"),
            "Chủ tịch",
            {"collective": COMMITTEE},
            ("TM. Ủy ban nhân dân", "Q. Chủ tịch"),
        ),
        # What the chair decides alone.
        (leads("Chủ tịch Ủy ban nhân dân"), "Chủ tịch", {}, ("Chủ tịch",)),
        (leads("Phó Chủ tịch Ủy ban nhân dân"), "Chủ tịch", {}, ("KT. Chủ tịch", "Phó Chủ tịch")),
        # By order of the head, never of the collective.
        (heads("Trưởng phòng"), "Giám đốc", {}, ("TL. Giám đốc", "Trưởng phòng")),
        (heads("Chánh Văn phòng"), "Giám đốc", {}, ("TL. Giám đốc", "Chánh Văn phòng")),
        (
            heads("Chánh Văn phòng"),
            "Chủ tịch",
            {"collective": COMMITTEE},
            ("TL. Chủ tịch", "Chánh Văn phòng"),
        ),
        (heads("Giám đốc"), "Giám đốc", {}, ("TL. Giám đốc", "Giám đốc")),
        (heads("Trưởng phòng"), "Chánh Văn phòng", {}, ("TL. Chánh Văn phòng", "Trưởng phòng")),
        (
            Office(title="Phó Trưởng phòng"),
            "Giám đốc",
            {},
            ("TL. Giám đốc", "KT. Trưởng phòng", "Phó Trưởng phòng"),
        ),
        # By a written authorisation of the head; who leads anyhow signs as what they are.
        (heads("Trưởng phòng"), "Giám đốc", {"is_authorised": True}, ("TUQ. Giám đốc", "Trưởng phòng")),
        (
            heads("Chánh Văn phòng"),
            "Chủ tịch",
            {"is_authorised": True, "collective": COMMITTEE},
            ("TUQ. Chủ tịch", "Chánh Văn phòng"),
        ),
        (leads("Phó Giám đốc"), "Giám đốc", {"is_authorised": True}, ("KT. Giám đốc", "Phó Giám đốc")),
        (Office(title=""), "Giám đốc", {"is_authorised": True}, ("TUQ. Giám đốc",)),
        # Everybody else by the own position alone.
        (Office(title="Công chức tiếp nhận"), "Giám đốc", {}, ("Công chức tiếp nhận",)),
        (Office(title=""), "Giám đốc", {}, ()),
    ],
)
def test_the_lines_above_the_name(office, head, more, lines):
    assert title_block(office=office, head=head, **more) == lines


def lines_of(username, agency, **more):
    return signer_lines(user_id=user(username).pk, agency=agency_by_code(agency), on=TODAY, **more)


@pytest.mark.parametrize(
    ("username", "agency", "lines"),
    [
        ("chutich", "UBND", ("TM. Ủy ban nhân dân", "Chủ tịch")),
        ("tp.ubnd", "UBND", ("TL. Chủ tịch", "Chánh Văn phòng")),
        ("giamdoc", "SKHCN", ("Giám đốc",)),
        ("phogiamdoc", "SKHCN", ("KT. Giám đốc", "Phó Giám đốc")),
        ("truongphong", "SKHCN", ("TL. Giám đốc", "Trưởng phòng")),
        ("tiepnhan", "SKHCN", ("Công chức tiếp nhận",)),
    ],
)
def test_people_of_the_province_sign_by_their_positions(province, username, agency, lines):
    assert lines_of(username, agency) == lines


def test_what_the_chair_decides_is_not_signed_for_the_committee(province):
    assert lines_of("chutich", "UBND", as_head=True) == ("Chủ tịch",)


def serve(username, agency, unit, position, *roles):
    return appoint(
        user_id=user(username).pk,
        unit_id=Unit.objects.get(agency__code=agency, code=unit).pk,
        position_id=Position.objects.get(code=position).pk,
        roles=roles,
        valid_from=date(2026, 1, 1),
        now=NOW,
    )


def test_of_two_offices_the_one_in_the_agency_of_the_document_counts(province):
    Position.objects.create(code="vice", title_vi="Phó Chủ tịch Ủy ban nhân dân", title_en="Vice", rank=15)
    serve("gd.snv", "UBND", "LD", "vice", Role.LEADER)
    assert lines_of("gd.snv", "SNV") == ("Giám đốc",)
    assert lines_of("gd.snv", "UBND") == ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch")


def absence(leader, colleague):
    delegate(
        delegator_id=office_of(leader).pk,
        delegate_id=office_of(colleague).pk,
        valid_from=TODAY,
        valid_to=TODAY,
        document_number="12/UQ-SKHCN",
        document_on=TODAY,
        now=NOW,
    )


def test_who_stands_in_for_the_head_signs_by_authorisation_under_the_own_position(province):
    absence("giamdoc", "truongphong")
    lines = lines_of("truongphong", "SKHCN", absent_id=user("giamdoc").pk)
    assert lines == ("TUQ. Giám đốc", "Trưởng phòng")
    lines = lines_of("chuyenvien", "SKHCN", absent_id=user("truongphong").pk)
    assert lines == ("Chuyên viên",)


def test_whose_authority_a_decision_rests_on(province):
    said = {code: authority_of(agency=agency_by_code(code), on=TODAY) for code in ("UBND", "SNV", "PVHCC")}
    assert said == {
        "UBND": "Chủ tịch Ủy ban nhân dân tỉnh Lam Sơn",
        "SNV": "Giám đốc Sở Nội vụ tỉnh Lam Sơn",
        "PVHCC": "Giám đốc Trung tâm Phục vụ hành chính công tỉnh Lam Sơn",
    }
    assert authority_of(agency=agency_by_code("SNV"), on=TODAY, is_short=True) == "Giám đốc Sở Nội vụ"


def test_the_positions_of_leaders_say_how_an_unusual_agency_is_headed(province):
    agency = agency_by_code("SXD")
    agency.name_vi = "Ban Quản lý dự án giao thông"
    assert authority_of(agency=agency, on=TODAY) == "Giám đốc Ban Quản lý dự án giao thông"
    RoleGrant.objects.filter(role=Role.LEADER, appointment__unit__agency=agency).delete()
    assert authority_of(agency=agency, on=TODAY) == "Trưởng ban Quản lý dự án giao thông"


def unit_of(username, agency):
    return drafting_unit(user_id=user(username).pk, agency=agency_by_code(agency), on=TODAY)


def test_a_letter_names_the_unit_that_drafted_and_never_the_board_of_leaders(province):
    assert unit_of("quanly.cchc", "SNV") == "CCHC"
    assert unit_of("thamdinh.vp", "UBND") == "VP"
    assert (unit_of("chutich", "UBND"), unit_of("gd.snv", "SNV")) == ("VP", "VP")


def test_what_another_agency_drafts_names_that_agency(province):
    assert unit_of("quanly.cchc", "UBND") == "SNV"
    assert unit_of("gd.snv", "UBND") == "SNV"
    serve("gd.snv", "UBND", "LD", "chairman", Role.LEADER)
    assert unit_of("gd.snv", "UBND") == "VP"
