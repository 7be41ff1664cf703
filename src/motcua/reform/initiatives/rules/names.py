"""Whether two written names can be one person's: what hides a name is taken off before they are compared.

A name typed now has Latin letters with Vietnamese marks alone (:func:`foreign_signs`), so no look-alike letter gets in;
names that were kept before, or came by another door, are read through a table of them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

from motcua.reform.initiatives.rules.look_alikes import LOOK_ALIKES

_LOOK_ALIKE: Final = str.maketrans({sign: letter for letter, signs in LOOK_ALIKES.items() for sign in signs})
# Grave, acute, tilde, hook above, dot below: where they stand in a word is a habit ("Hoà", "Hòa").
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
# Circumflex, breve, horn make another letter; any other mark only hides the name.
_SHAPES: Final = "\u0302\u0306\u031b"
# A d with a stroke laid over it is a đ.
_STROKES: Final = re.compile("d[\u0335-\u0338]", re.IGNORECASE)
_PLAIN: Final = re.compile(rf"[A-Za-zĐđ0-9{_TONES}{_SHAPES}\s.,;:()/'’–—-]")
_VOWELS: Final = re.compile(rf"(?:[aeiouy][{_TONES}{_SHAPES}]*)+")

_DEGREES: Final = {
    *("gs", "pgs", "ts", "tskh", "ths", "ks", "cn", "bs", "ds", "kts", "ktv", "ncs", "ls"),
    *("ck", "cki", "ckii", "ck1", "ck2", "i", "ii", "1", "2"),
    *("bscki", "bsckii", "bsck1", "bsck2", "dscki", "dsckii"),
    *("cvc", "cvcc", "gv", "gvc", "gvcc", "dr", "prof", "phd", "msc", "md"),
}
_ADDRESSES: Final = {"ông", "bà", "anh", "chị", "đ", "c", "đc", "mr", "mrs", "ms", "t", "s", "th", "p", "g"}
_SHORT_POSTS: Final = {"cv", "tp", "ptp", "gđ", "pgđ", "ct", "pct", "cvp", "pcvp", "ttv", "qlcl", "nv"}
_POSTS: Final = re.compile(
    r"\b(?:(?:nguyên|quyền|phó)\s+)*(?:"
    r"trưởng\s+(?:phòng|ban|khoa|trạm|bộ\s+phận|đơn\s+vị)|(?:tổ|đội|viện|hiệu|cục|chi\s+cục|vụ|trạm)\s+(?:trưởng|phó)"
    r"|phó\s+(?:phòng|ban|khoa|trạm)|(?:tổng\s+)?giám\s+đốc|chủ\s+(?:tịch|nhiệm)|bí\s+thư|chánh\s+(?:văn\s+phòng|thanh\s+tra)"
    r"|chuyên\s+viên(?:\s+(?:chính|cao\s+cấp))?|thanh\s+tra\s+viên|kế\s+toán(?:\s+trưởng)?|văn\s+thư|nhân\s+viên"
    r"|(?:cán\s+bộ|công\s+chức|viên\s+chức)|(?:phó\s+)?giáo\s+sư|(?:tiến|thạc|bác|dược|y)\s+s[ĩỹ]|kỹ\s+sư|cử\s+nhân"
    r")\b"
)
_PARTS: Final = re.compile(r"[,;:()/–—]|\s-|-\s")


def foreign_signs(name: str) -> str:
    """The signs that no Vietnamese name has, each once, in order: other scripts, other marks, figures in words."""
    apart = unicodedata.normalize("NFD", name)
    strange = [sign for sign in apart if not _PLAIN.fullmatch(sign)]
    for word in re.findall(r"\w+", unicodedata.normalize("NFC", name)):
        if word.lower() not in _DEGREES:
            strange += [sign for sign in word if sign in "0123456789"]
    return "".join(dict.fromkeys(strange))


def is_same_name(first: str, second: str) -> bool:
    """One name, but for titles, posts, blanks, capitals, look-alike letters and the place of a tone mark."""
    return not _name_keys(first).isdisjoint(_name_keys(second))


def is_like_name(first: str, second: str) -> bool:
    """A reason to ask who is meant, no more: other marks, another order of the words, or the name among other words."""
    one, two = _bare_words(first), _bare_words(second)
    if not one or not two:
        return False
    if sorted("".join(one)) == sorted("".join(two)):
        return True
    return min(len(one), len(two)) > 1 and (Counter(one) <= Counter(two) or Counter(two) <= Counter(one))


def _name_keys(name: str) -> set[str]:
    """The name as a whole, and what is left of it beside posts and punctuation, each without titles and blanks."""
    text = _plain_text(name)
    found = {_key(_without_titles(_words(text)))}
    found |= {_key(words) for words in _parts(text) if len(words) > 1}
    return found - {""}


def _parts(text: str) -> Iterator[list[str]]:
    for part in _PARTS.split(text):
        before, *after = _POSTS.split(part)
        yield _without_titles(_words(before))
        for rest in after:
            words = _without_titles(_words(rest))
            # Between a post and the name its unit may stand; three words or more of the end can be the name.
            yield from (words[start:] for start in range(max(1, len(words) - 2)))


def _plain_text(name: str) -> str:
    """Small letters in NFC, look-alikes as Latin letters, without signs that nobody sees."""
    apart = unicodedata.normalize("NFKD", name.translate(_LOOK_ALIKE)).translate(_LOOK_ALIKE)
    apart = _STROKES.sub("đ", apart)
    return unicodedata.normalize("NFC", "".join(filter(_is_visible, apart)).lower())


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", text) if word]


def _without_titles(words: list[str]) -> list[str]:
    while len(words) > 1 and _is_title(words):
        words = words[2:] if words[:2] == ["đồng", "chí"] and len(words) > 2 else words[1:]
    while len(words) > 1 and words[-1] in _DEGREES | _SHORT_POSTS:
        words = words[:-1]
    return words


def _is_title(words: list[str]) -> bool:
    return words[0] in _DEGREES | _ADDRESSES | _SHORT_POSTS or words[:2] == ["đồng", "chí"]


def _key(words: list[str]) -> str:
    """The letters without blanks, the tones of each run of vowels behind it."""
    apart = unicodedata.normalize("NFD", "".join(words))
    return _VOWELS.sub(lambda run: _tones_last(run.group()), apart)


def _tones_last(run: str) -> str:
    return "".join(sorted(run, key=lambda sign: sign in _TONES))


def _bare_words(name: str) -> list[str]:
    """The words without titles and marks; i and l as one, since a capital i is printed like a small l."""
    words = _without_titles(_words(_plain_text(name)))
    bare = (unicodedata.normalize("NFD", word).replace("đ", "d").replace("l", "i") for word in words)
    return ["".join(sign for sign in word if not _is_mark(sign)) for word in bare]


def _is_visible(sign: str) -> bool:
    if _is_mark(sign):
        return sign in _TONES + _SHAPES
    return unicodedata.category(sign) != "Cf"


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) == "Mn"
