"""Text as search compares it: no diacritics, no case, no punctuation; and the terms of a question."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST_QUERY = 300
_MOST_WORDS = 24

# Words of asking, in Vietnamese (without diacritics) and English. They say nothing about the thing looked
# for.
_STOP_TEXT = """
    a ai anh ban bao bi biet bo cai can cach chi cho chua chung co con cua cung da dang de den di do
    duoc em gi gio ha hay hoi ho khi khong ko la lai lam len loai may minh moi mot muon nao nay neu nen
    nghe nhe nhu nhung noi o oi phai qua ra rang rat roi sao se so tai tao the them theo thi thu tu toi
    trong truoc tuc va vao vay ve vi viec voi xin ong ba about am an and any are as at be by can could
    did do does for from get got has have how i if in into is it its just me must my need no not of off
    on or our out own please shall should so some tell that the their them there they this to up us want
    was we were what when where which who will with would you your
"""
STOP_WORDS = frozenset(_STOP_TEXT.split())


@dataclass(frozen=True)
class Term:
    """One thing to look for. ``exact`` terms are too short for typing errors to be told from other words."""

    text: str
    weight: float
    exact: bool


def normalise(text: str) -> str:
    """Lower case without diacritics or punctuation, one blank between words: ``Đăng ký`` → ``dang ky``."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", bare).strip()


def terms_of(query: str) -> list[Term]:
    """The words of a question that carry meaning, and their pairs.

    Vietnamese words mostly have two syllables, so a pair that stands together says more than two that do not.
    Written-together forms (``xquang``) count as the pair of their parts.
    """
    words = normalise(query[:_LONGEST_QUERY]).split()[:_MOST_WORDS]
    meaning = [word for word in words if word not in STOP_WORDS] or words
    terms = {word: Term(word, 1.0, len(word) <= 3) for word in meaning}
    for left, right in pairwise(words):
        if left in terms or right in terms:
            pair = f"{left} {right}"
            terms[pair] = Term(pair, 2.0, len(pair) <= 4)
    return list(terms.values())
