"""How alike two Vietnamese texts are."""

import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby, pairwise

_LETTERS = frozenset("LM")


def words(text: str) -> list[str]:
    """Runs of letters, digits and combining marks after NFC and lower case (conventions, section Science)."""
    normal = unicodedata.normalize("NFC", text).lower()
    # Lower case may take a letter apart again ("İ"), so it is put together once more.
    normal = unicodedata.normalize("NFC", normal)
    return ["".join(run) for is_word, run in groupby(normal, _is_part_of_word) if is_word]


def normal_text(text: str) -> str:
    """The words alone, one blank between them."""
    return " ".join(words(text))


def similarity(first: str, second: str) -> Fraction:
    """Jaccard index of the sets of word bigrams, from 0 to 1; a text of one word counts as that word.

    Two texts without words are not alike.
    """
    left, right = set(_bigrams(words(first))), set(_bigrams(words(second)))
    union = len(left | right)
    return Fraction(len(left & right), union) if union else Fraction(0)


def _bigrams(found: list[str]) -> Iterator[tuple[str, ...]]:
    return iter([(found[0],)]) if len(found) == 1 else pairwise(found)


def _is_part_of_word(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] in _LETTERS or category == "Nd"
