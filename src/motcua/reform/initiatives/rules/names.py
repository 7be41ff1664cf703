"""Whether two written names can be one person's: what hides a name is taken off before they are compared.

A table of look-alike letters is never complete; it holds what a Vietnamese name can be written with in Cyrillic,
Greek and a few other letters of the same print.
"""

import re
import unicodedata
from typing import Final

_LOOK_ALIKE: Final = str.maketrans(
    "АВЕІЈКМНОРЅТУХԀԚԜ" + "аеіјоруѕхһԁԛԝ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "αικνορυχ" + "ÐƉðıɑɡℓ",
    "ABEIJKMHOPSTYXDQW" + "aeijopysxhdqw" + "ABEZHIKMNOPTYX" + "aikvopux" + "ĐĐđiagl",
)
# Grave, acute, tilde, hook above, dot below: where they stand in a word is a habit ("Hoà", "Hòa").
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
# Circumflex, breve, horn make another letter; any other mark only hides the name.
_SHAPES: Final = frozenset("\u0302\u0306\u031b")
_DEGREES: Final = {
    *("gs", "pgs", "ts", "tskh", "ths", "ks", "cn", "bs", "ds", "kts", "ktv", "ncs", "ls"),
    *("ck", "cki", "ckii", "ck1", "ck2", "i", "ii", "1", "2"),
    *("bscki", "bsckii", "bsck1", "bsck2", "dscki", "dsckii"),
    *("cvc", "cvcc", "gv", "gvc", "gvcc", "dr", "prof", "phd", "msc", "md"),
}
_ADDRESSES: Final = {"ông", "bà", "anh", "chị", "đ", "c", "đc", "mr", "mrs", "ms"}


def name_key(name: str) -> str:
    """The name without titles, in one spelling: equal keys are the same written name."""
    return " ".join(_one_spelling(word) for word in _words(name))


def bare_name_key(name: str) -> str:
    """The same without any mark: equal keys are a reason to ask who is meant, no more."""
    bare = (letter for letter in unicodedata.normalize("NFD", name_key(name)) if not _is_mark(letter))
    return "".join(bare).replace("đ", "d")


def _words(name: str) -> list[str]:
    """Small letters after NFKC, look-alikes as Latin letters, titles before and after the name taken off."""
    apart = unicodedata.normalize("NFKD", name)
    visible = "".join(letter for letter in apart if _is_visible(letter))
    folded = unicodedata.normalize("NFC", visible.translate(_LOOK_ALIKE)).lower()
    words = [word for word in re.split(r"[\W_]+", unicodedata.normalize("NFC", folded)) if word]
    while len(words) > 1 and _is_title(words):
        words = words[2:] if words[:2] == ["đồng", "chí"] and len(words) > 2 else words[1:]
    while len(words) > 1 and words[-1] in _DEGREES:
        words = words[:-1]
    return words


def _is_visible(letter: str) -> bool:
    if _is_mark(letter):
        return letter in _TONES | _SHAPES
    return unicodedata.category(letter) != "Cf"


def _is_title(words: list[str]) -> bool:
    return words[0] in _DEGREES | _ADDRESSES or words[:2] == ["đồng", "chí"]


def _one_spelling(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    tones = "".join(sorted(letter for letter in apart if letter in _TONES))
    rest = "".join(letter for letter in apart if letter not in _TONES)
    return unicodedata.normalize("NFC", rest) + tones


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"
