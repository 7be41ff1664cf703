"""Files of contacts: what is no number or address stays out, one number is one person."""

import pytest

from motcua.platform.tests.workbook_samples import cut, unfolding
from motcua.reform.surveys.services import sampling
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
