"""Rules of appointments, delegations and representation: values in, problems out."""

from datetime import date

from motcua.identity.rules.staff import NEVER_DELEGATED


class AuthorityRefused(Exception):
    """A change of authority breaks rules: ``codes`` names all of them, ``code`` the first."""

    def __init__(self, code: str, *others: str) -> None:
        super().__init__(code)
        self.code = code
        self.codes = (code, *others)


def check_delegation(
    *,
    same_person: bool,
    same_agency: bool,
    roles: frozenset[str],
    start: date,
    end: date,
    document_on: date,
    longest_days: int,
) -> None:
    """Raise :class:`AuthorityRefused` unless an absence may be covered this way.

    Decree 30/2020 art. 13 on signing for another (ký thừa ủy quyền): authority is handed over in writing, for
    a stated time, to a colleague of the same agency. A stand-in covers an absence of ``longest_days`` at most
    (0: no limit); anything longer needs a new appointment by decision.
    """
    problems = {
        "self": same_person,
        "other_agency": not same_agency,
        "nothing_to_delegate": not roles - NEVER_DELEGATED,
        "ends_before_start": end < start,
        "too_long": 0 < longest_days < (end - start).days,
        "document_after_start": document_on > start,
    }
    found = [code for code, broken in problems.items() if broken]
    if found:
        raise AuthorityRefused(*found)


def check_period(*, start: date, end: date | None) -> None:
    """Raise :class:`AuthorityRefused` when a period ends before it starts."""
    if end is not None and end < start:
        raise AuthorityRefused("ends_before_start")
