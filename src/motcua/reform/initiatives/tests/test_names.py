"""Names as they are written: what is one name, what is a reason to ask, and what is another."""

import json
import unicodedata
from importlib.resources import files

import pytest

from motcua.reform.initiatives.rules.look_alikes import LOOK_ALIKES
from motcua.reform.initiatives.rules.names import foreign_signs, is_like_name, is_same_name

NAME = "Nguyễn Văn Hòa"
CYRILLIC, GREEK = "Nguyễn Văn Hò\u0430", "\u039dguyễn Văn \u0397òa"
TITLED = [
    "TS. Nguyễn Văn Hòa", "PGS.TS Nguyễn Văn Hòa", "PGS.TS.Nguyễn Văn Hòa", "ThS Nguyễn  Văn Hòa",
    "BS.CKI Nguyễn Văn Hòa", "BS. CK II Nguyễn Văn Hòa", "Nguyễn Văn Hòa, TS", "Nguyễn Văn Hòa (ThS.)",
    "Ông Nguyễn Văn Hòa", "Đ/c Nguyễn Văn Hòa", "đồng chí Nguyễn Văn Hòa", "T.S. Nguyễn Văn Hòa",
    "Trưởng phòng Nguyễn Văn Hòa", "Nguyễn Văn Hòa – CV", "Nguyễn Văn Hòa - Chuyên viên", "CV Nguyễn Văn Hòa",
    "Phó Giám đốc Sở Khoa học và Công nghệ Nguyễn Văn Hòa", "Nguyễn Văn Hòa, Trưởng phòng An toàn bức xạ",
    "Nguyễn Văn Hòa Phó Trưởng phòng An toàn bức xạ", "Trưởng phòng: TS. Nguyễn Văn Hòa", "Tiến sĩ Nguyễn Văn Hòa",
    "NGUYỄN VĂN HÒA", "Nguyễn Văn Hoà", "NguyễnVăn Hòa", "Nguyễn VănHoà", "N g u y ễ n Văn Hòa", "Nguyễn-Văn-Hòa",
    unicodedata.normalize("NFD", NAME),
]  # fmt: skip
HIDDEN = [
    "\uff2eguyễn Văn Hòa",
    "Nguyễn\u200b Văn Hòa",
    "Nguyễn Văn Hò\u0332a",
    CYRILLIC,
    GREEK,
    "Nguyễn Văn H0òa",
]


@pytest.mark.parametrize("written", [*TITLED, *HIDDEN[:-1]])
def test_titles_posts_blanks_spellings_and_look_alikes_hide_no_name(written):
    assert is_same_name(written, NAME)


@pytest.mark.parametrize("written", TITLED)
def test_what_people_write_around_a_vietnamese_name_has_no_foreign_sign(written):
    assert foreign_signs(written) == ""


@pytest.mark.parametrize("written", HIDDEN)
def test_a_sign_that_no_vietnamese_name_has_is_named(written):
    assert len(foreign_signs(written)) == 1 + (written == GREEK)


@pytest.mark.parametrize(
    "other",
    [
        *("Nguyễn Văn Hóa", "Nguyễn Văn Hoa", "Nguyen Van Hoa", "Nguyễn Vân Hòa"),
        *("Hòa Nguyễn Văn", "VănHòa Nguyễn", "Hòa N. Nguyễn Văn", "Nguyễn Hòa"),
    ],
)
def test_other_marks_or_another_order_are_another_name_and_a_reason_to_ask(other):
    assert not is_same_name(other, NAME) and is_like_name(other, NAME)


def test_a_capital_i_for_a_small_l_is_a_reason_to_ask():
    assert is_like_name("Hồ Thị PhaI", "Hồ Thị Phal")


@pytest.mark.parametrize("other", ["Nguyễn Văn Hạnh", "Nguyễn Thị Hòa", "Hòa", "", "TS", "Trưởng phòng"])
def test_a_different_name_is_no_reason_to_ask(other):
    assert not is_same_name(other, NAME) and not is_like_name(other, NAME)


def test_a_person_named_like_a_post_keeps_the_name():
    assert is_same_name("Nguyễn Văn Thư", "nguyễn văn THƯ") and not is_same_name(
        "Nguyễn Văn Thư", "Nguyễn Văn"
    )


def demo_names():
    data = json.loads(files("motcua.identity").joinpath("data/demo.json").read_text())
    return sorted({account["full_name"] for account in _dicts(data) if "full_name" in account})


def _dicts(data):
    if isinstance(data, dict):
        yield data
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else []:
        yield from _dicts(each)


def with_look_alikes(name):
    """The name once for each sign that is printed like one of its letters, which it replaces everywhere, marks kept."""
    apart = unicodedata.normalize("NFD", name)
    for letter in sorted({sign.lower() for sign in apart if sign.isalpha()}):
        for sign in LOOK_ALIKES[letter]:
            yield "".join(sign if each.lower() == letter else each for each in apart)


@pytest.mark.parametrize("name", demo_names())
def test_no_look_alike_of_any_letter_hides_an_officer_and_all_are_refused_where_names_are_typed(name):
    written = list(with_look_alikes(name))
    assert len(written) > 30
    assert [each for each in written if not is_same_name(each, name)] == []
    assert [each for each in written if not foreign_signs(each)] == []
    assert foreign_signs(name) == ""


def test_every_letter_has_its_look_alikes_and_none_is_one_of_two():
    signs = "".join(LOOK_ALIKES.values())
    assert len(signs) == len(set(signs)) and {"с", "С"} <= set(LOOK_ALIKES["c"])
