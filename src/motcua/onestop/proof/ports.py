"""Which agencies are rated: the room that rates them says it when the application starts."""

from collections.abc import Callable, Collection

AgencyIds = Callable[[], Collection[int]]

_lists: list[AgencyIds] = []


def use_rated_agencies(rated: AgencyIds) -> None:
    """Called once when Django is ready; ``rated`` answers the ids of the agencies that some index has rated."""
    _lists[:] = [rated]


def rated_agencies() -> Collection[int]:
    """Ids of the agencies whose handling is judged; none where nobody rates."""
    return _lists[0]() if _lists else ()
