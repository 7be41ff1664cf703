"""Files of contacts: what is no number or address stays out, one number is one person."""

from fractions import Fraction

import pytest

from motcua.platform.tests.workbook_samples import cut, unfolding
from motcua.reform.surveys.services import frames, sampling
from motcua.reform.surveys.services.errors import FrameRefused
from motcua.reform.surveys.services.frames import read_frame
from motcua.reform.surveys.tests import helpers as h


def frame(*lines):
    return "\n".join(("ho_ten,dien_thoai,email,dia_chi", *lines)).encode()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("A,khongphaiso,,", "phone"),
        ("A,09123,,", "phone"),
        ("A,,khongphaimail,", "email"),
        ("A,0912345678,a@,", "email"),
        ("A,,,", "no_contact"),
    ],
)
def test_what_reaches_nobody_is_refused_with_its_line(line, reason):
    with pytest.raises(FrameRefused, match=rf"{reason} \(3\)"):
        read_frame(content=frame("B,0912345670,,", line))


@pytest.mark.parametrize(
    "written", ["0912 345 678", "0912.345.678", "+84912345678", "(+84) 912-345-678", "84912345678"]
)
def test_a_number_has_one_spelling(written):
    (found,) = read_frame(content=frame(f"A,{written},A@Example.VN,"))
    assert (found.contact.phone, found.contact.email) == ("0912345678", "a@example.vn")


def test_one_number_in_three_spellings_is_one_person(province):
    target = h.target_of(h.planned(), "SKHCN")
    people = [
        sampling.Candidate(contact=sampling.Contact(name="A", phone=phone), channel="Trực tiếp")
        for phone in ("0912345678", "0912 345 678", "+84912345678")
    ]
    assert sampling.import_frame(target_id=target.pk, candidates=people, staff=None, now=h.NOW) == 1


@pytest.mark.parametrize(("content", "reason"), [(cut(), "unreadable"), (unfolding(), "too_many")])
def test_a_workbook_that_breaks_or_unfolds_is_refused(content, reason):
    with pytest.raises(FrameRefused) as error:
        read_frame(content=content)
    assert error.value.reason == reason


def transactions(phone, *channels):
    contact = sampling.Contact(name="A", phone=phone)
    return [sampling.Candidate(contact=contact, channel=channel) for channel in channels]


def test_the_population_counts_transactions_and_people_are_asked_once(province):
    target = h.target_of(h.planned(), "SKHCN")
    rows = [
        *transactions("0912345670", *["Trực tiếp"] * 40, *["Trực tuyến"] * 60),
        *transactions("0912345671", "Trực tiếp"),
        *transactions("0912345672", "Trực tuyến"),
    ]
    for new in (3, 0):
        assert sampling.import_frame(target_id=target.pk, candidates=rows, staff=None, now=h.NOW) == new
    target.refresh_from_db()
    assert target.population == 102
    assert dict(target.strata.values_list("channel", "population")) == {"Trực tiếp": 41, "Trực tuyến": 61}
    drawn = sampling.draw_sample(target_id=target.pk, error=Fraction(1, 20), staff=None, now=h.NOW)
    assert sum(target.strata.values_list("planned", flat=True)) == 82
    assert drawn == target.invitations.count() == 3


def test_more_dossiers_than_a_frame_holds_are_refused_and_not_cut_off(monkeypatch):
    found = [object()] * 3
    monkeypatch.setattr(frames, "MOST_ROWS", 2)
    monkeypatch.setattr(frames, "list_finished_contacts", lambda most, **_period: found[:most])
    with pytest.raises(FrameRefused, match="too_many"):
        frames.read_dossiers(agency_code="SKHCN", start=h.TODAY, end=h.TODAY)


def test_who_had_more_transactions_is_drawn_more_often(province):
    often = 0
    for year in range(2030, 2050):
        target = h.target_of(h.planned(agencies=("SXD",), year=year), "SXD")
        rows = [row for at in range(20) for row in transactions(f"09123456{at:02}", "Kênh")]
        rows += transactions("0912345699", *["Kênh"] * 20)
        sampling.import_frame(target_id=target.pk, candidates=rows, staff=None, now=h.NOW)
        sampling.draw_sample(target_id=target.pk, error=Fraction(1, 4), staff=None, now=h.NOW, seed=str(year))
        often += target.frame.filter(drawn=True, cases=20).exists()
    assert often > 15
