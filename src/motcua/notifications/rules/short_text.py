"""Text messages that fit one message of the telephone network."""

import unicodedata

# GSM 03.38 packs 160 characters into one message; one Vietnamese diacritic halves that and more (UCS-2, 70).
LIMIT = 160
_ELLIPSIS = "..."
_TYPOGRAPHIC = str.maketrans(
    {"đ": "d", "Đ": "D", "“": '"', "”": '"', "’": "'", "–": "-", "—": "-", "…": "..."}
)


def without_marks(text: str) -> str:
    """The text in plain letters, as Vietnamese text messages are usually written."""
    decomposed = unicodedata.normalize("NFD", text.translate(_TYPOGRAPHIC))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fit(text: str, *, limit: int = LIMIT) -> str:
    """At most ``limit`` characters on one line; a longer text is cut at a blank and ends in dots."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[: limit - len(_ELLIPSIS)]
    return head.rsplit(" ", 1)[0].rstrip(" ,;:.") + _ELLIPSIS
