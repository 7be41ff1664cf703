"""Names as they are written: what is one name, what is a reason to ask, and what is another."""

import unicodedata

import pytest

from motcua.reform.initiatives.rules.names import bare_name_key, name_key

NAME = "Nguyễn Văn Hòa"
CYRILLIC, GREEK = "Nguyễn Văn Hò\u0430", "\u039dguyễn Văn \u0397òa"
ONE = [
    "TS. Nguyễn Văn Hòa", "PGS.TS Nguyễn Văn Hòa", "PGS.TS.Nguyễn Văn Hòa", "ThS Nguyễn  Văn Hòa",
    "BS.CKI Nguyễn Văn Hòa", "BS. CK II Nguyễn Văn Hòa", "Nguyễn Văn Hòa, TS", "Nguyễn Văn Hòa (ThS.)",
    "Ông Nguyễn Văn Hòa", "Đ/c Nguyễn Văn Hòa", "đồng chí Nguyễn Văn Hòa", "NGUYỄN VĂN HÒA", "Nguyễn Văn Hoà",
    "\uff2eguyễn Văn Hòa", "Nguyễn\u200b Văn Hòa", "Nguyễn Văn Hò\u0332a", CYRILLIC, GREEK,
    unicodedata.normalize("NFD", NAME),
]  # fmt: skip


@pytest.mark.parametrize("written", ONE)
def test_titles_spellings_and_look_alikes_hide_no_name(written):
    assert name_key(written) == name_key(NAME)


@pytest.mark.parametrize("other", ["Nguyễn Văn Hóa", "Nguyễn Văn Hoa", "Nguyen Van Hoa", "Nguyễn Vân Hòa"])
def test_other_marks_are_another_name_and_a_reason_to_ask(other):
    assert name_key(other) != name_key(NAME) and bare_name_key(other) == bare_name_key(NAME)


def test_a_different_name_is_no_reason_to_ask_and_a_title_alone_stays():
    assert bare_name_key("Nguyễn Văn Hạnh") != bare_name_key(NAME)
    assert name_key("Đỗ Văn Tú") == name_key("\u00d0ỗ Văn Tú") and bare_name_key("Đỗ") == "do"
    assert (name_key("TS"), name_key("")) == ("ts", "")
