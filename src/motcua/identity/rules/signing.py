"""Who decides and who signs, in the words of Decree 30/2020 (Article 13; Annex I, part II): no database, no clock."""

from dataclasses import dataclass
from typing import Final

# What the law calls the head of a body, by the first words of the body's name.
_HEADS: Final = (
    ("Ủy ban nhân dân", "Chủ tịch"),
    ("Hội đồng", "Chủ tịch"),
    ("Sở", "Giám đốc"),
    ("Trung tâm", "Giám đốc"),
    ("Bệnh viện", "Giám đốc"),
    ("Văn phòng", "Chánh Văn phòng"),
    ("Thanh tra", "Chánh Thanh tra"),
    ("Chi cục", "Chi cục trưởng"),
    ("Cục", "Cục trưởng"),
    ("Phòng", "Trưởng phòng"),
    ("Ban", "Trưởng ban"),
    ("Viện", "Viện trưởng"),
)
_UNKNOWN_HEAD: Final = "Thủ trưởng"
_HEADS_OF_UNITS: Final = (
    "Trưởng phòng",
    "Chánh Văn phòng",
    "Chi cục trưởng",
    "Chánh Thanh tra",
    "Trưởng ban",
)
_DEPUTY, _ACTING, _IN_CHARGE = "Phó ", "Quyền ", " phụ trách"
# The name of the agency stands above; the title does not say it again.
_SAID_ABOVE: Final = (" tỉnh", " Ủy ban nhân dân", " Sở")


@dataclass(frozen=True, kw_only=True)
class Office:
    """The office in which somebody signs: its title, and whether it leads the agency or heads a unit of it."""

    title: str
    leads: bool = False
    heads_unit: bool = False


def title_of_head(body: str) -> str:
    """``Giám đốc`` for ``Sở Nội vụ``, ``Chánh Văn phòng`` for ``Văn phòng Sở``."""
    return next((title for kind, title in _HEADS if f"{body} ".startswith(f"{kind} ")), _UNKNOWN_HEAD)


def with_body(title: str, body: str) -> str:
    """``Trưởng phòng Quản lý khoa học`` of ``Phòng Quản lý khoa học``: what both say is said once."""
    ends, begins = title.split(), body.split()
    for count in range(min(len(ends), len(begins)), 0, -1):
        if [word.casefold() for word in ends[-count:]] == [word.casefold() for word in begins[:count]]:
            return " ".join([*ends, *begins[count:]])
    return f"{title} {body}"


def head_of(body: str) -> str:
    """The head of an agency or unit, with its name: ``Giám đốc Sở Nội vụ``, ``Chánh Văn phòng Sở``."""
    return with_body(title_of_head(body), body)


def head_behind(title: str) -> str:
    """The head's title that is in the title of a deputy (``Phó Giám đốc``) or of who acts as head."""
    plain = _plain(title).removeprefix(_ACTING)
    return _capital(plain.removeprefix(_DEPUTY))


def title_block(
    *, office: Office, head: str, collective: str = "", is_authorised: bool = False
) -> tuple[str, ...]:
    """The lines above the name of who signs. ``head`` is the title of the agency's head.

    TM. for a ``collective``; Q. for who acts as head; KT. for a deputy, also one in charge; TL. for the head of a
    unit; TUQ. for whoever the head has authorised in writing (``is_authorised``).
    """
    own = _own_lines(office.title)
    if office.leads:
        return (f"TM. {collective}", *own) if collective else own
    if is_authorised:
        return (f"TUQ. {head}", own[-1]) if own else (f"TUQ. {head}",)
    if office.heads_unit or head_behind(office.title) in _HEADS_OF_UNITS:
        return (f"TL. {head}", *own)
    return own


def _own_lines(title: str) -> tuple[str, ...]:
    plain = _plain(title)
    if plain.startswith(_ACTING):
        return (f"Q. {_capital(plain.removeprefix(_ACTING))}",)
    if plain.startswith(_DEPUTY):
        return (f"KT. {head_behind(plain)}", plain)
    return (plain,) if plain else ()


def _plain(title: str) -> str:
    plain = title.strip().removesuffix(_IN_CHARGE)
    for words in _SAID_ABOVE:
        plain = plain.removesuffix(words)
    return plain


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
