"""Money of the house: whole Vietnamese dong, kept as ``int``."""


def format_vnd(amount: int, language: str = "vi") -> str:
    """``16.000.000 đ`` in Vietnamese, ``VND 16,000,000`` in English; the blank does not break.

    Raises TypeError for anything but a whole number of dong.
    """
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise TypeError("money is a whole number of dong")
    if language.startswith("vi"):
        return f"{amount:,}".replace(",", ".") + "\u00a0đ"
    sign = "-" if amount < 0 else ""
    return f"{sign}VND\u00a0{abs(amount):,}"


def parse_vnd(text: str) -> int:
    """Read an amount as people write it: ``16.000.000 đ``, ``VND 16,000,000``, ``16 000 000``.

    Raises ValueError when it is not a whole number of dong, such as ``1.5`` or ``12,34``.
    """
    digits = text.replace("\u00a0", " ").replace("VND", "").replace("đ", "").replace("₫", "").strip()
    for separator in (".", ",", " "):
        head, *groups = digits.split(separator)
        if groups and _are_thousands(head.removeprefix("-"), groups):
            return int(head + "".join(groups))
    return int(digits)


def _are_thousands(head: str, groups: list[str]) -> bool:
    return 1 <= len(head) <= 3 and all(len(group) == 3 and group.isdecimal() for group in groups)
