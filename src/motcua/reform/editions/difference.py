"""Two editions side by side: the bridge of their criteria, areas, what counts outside the points, and how it counts."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, override, pgettext
from django.utils.translation import gettext as _

from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.editions.bodies import Bodies, body_name
from motcua.reform.editions.criterion_words import Detail, details, headline
from motcua.reform.editions.presentation import figure_text, points_text, share_text
from motcua.reform.editions.settings_words import METHOD_NAMES, bands_text, extra_text, missing_text
from motcua.reform.rules.bridge import Fate, Link, compare
from motcua.reform.rules.edition import Area, Edition, Extra, Settings

_FATES: Final[dict[Fate, tuple[Promise, str]]] = {
    Fate.SAME: (gettext_lazy("same"), "neutral"),
    Fate.CHANGED: (gettext_lazy("changed"), "waiting"),
    Fate.NEW: (gettext_lazy("new"), "info"),
    Fate.DROPPED: (gettext_lazy("dropped"), "late"),
}
NONE: Final = "—"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing in both editions; a side that does not have it holds a dash. ``details`` are what differs in it."""

    name: str
    before: str
    after: str
    fate: Fate
    details: tuple[Detail, ...] = ()

    @property
    def is_same(self) -> bool:
        return self.fate is Fate.SAME

    @property
    def word(self) -> str:
        return str(_FATES[self.fate][0])

    @property
    def tone(self) -> str:
        return _FATES[self.fate][1]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One table of the page: lines, and how many of them are of each fate."""

    title: str
    first: str
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Word, tone and number of each fate that occurs."""
        found = Counter(line.fate for line in self.lines)
        return [(str(word), tone, found[fate]) for fate, (word, tone) in _FATES.items() if found[fate]]

    @property
    def changed(self) -> tuple[Line, ...]:
        """The lines that are not the same."""
        return tuple(line for line in self.lines if not line.is_same)


def parts_of(
    old: Edition, new: Edition, *, bodies: Bodies | None = None, decisions: tuple[str, str] = ("", "")
) -> list[Part]:
    """Everything that may differ between two editions, each thing once, in the reader's language; a line that
    differs only in the other language is shown in that. ``decisions`` issued them, the old one's first.
    """
    here = _tables(old, new, bodies or {}, decisions)
    with override("vi" if get_language() == "en" else "en"):
        there = _tables(old, new, bodies or {}, decisions)
    return [
        *(
            replace(part, lines=tuple(map(_in_the_language_that_differs, part.lines, other.lines)))
            for part, other in zip(here, there, strict=True)
        ),
        _criteria(old, new),
    ]


def _criteria(old: Edition, new: Edition) -> Part:
    return Part(
        title=_("Criteria"),
        first=_("Criterion"),
        lines=tuple(_bridged(link) for link in compare(old, new)),
        note=_(
            "A criterion is the same when what is measured and how points come of it stayed; its name, its "
            "examples and its legal basis may still be worded anew."
        ),
    )


def _in_the_language_that_differs(line: Line, other: Line) -> Line:
    if line.before != line.after or other.before == other.after:
        return line
    return replace(line, before=other.before, after=other.after, fate=other.fate)


def _tables(old: Edition, new: Edition, bodies: Bodies, decisions: tuple[str, str]) -> list[Part]:
    return [
        Part(title=_("The edition itself"), first=_("Entry"), lines=tuple(_heads(old, new, decisions))),
        Part(
            title=_("How it counts"), first=_("Setting"), lines=tuple(_settings(old.settings, new.settings))
        ),
        Part(title=_("Areas and their points"), first=_("Area"), lines=tuple(_areas(old, new, bodies))),
        Part(
            title=_("Bonus and penalty"),
            first=pgettext("bonus or penalty", "Kind"),
            lines=tuple(_extras(old, new)),
        ),
    ]


def _line(name: str, before: str, after: str) -> Line:
    if before == NONE and after != NONE:
        return Line(name=name, before=before, after=after, fate=Fate.NEW)
    if after == NONE and before != NONE:
        return Line(name=name, before=before, after=after, fate=Fate.DROPPED)
    return Line(name=name, before=before, after=after, fate=Fate.SAME if before == after else Fate.CHANGED)


_SETTINGS: Final[tuple[tuple[Promise, Callable[[Settings], str]], ...]] = (
    (gettext_lazy("Not applicable"), lambda settings: missing_text(settings.missing)),
    (gettext_lazy("Classes"), lambda settings: bands_text(settings.bands)),
    (gettext_lazy("Facts that lower the class"), lambda settings: _lowering(settings)),
    (gettext_lazy("Decimals shown"), lambda settings: str(settings.precision)),
    (
        gettext_lazy("Self-assessment may differ without a note by"),
        lambda settings: _("%(points)s points") % {"points": points_text(settings.tolerance, places=4)},
    ),
    (gettext_lazy("Equal indexes are parted by"), lambda settings: ", ".join(settings.tie_breakers) or NONE),
    (
        gettext_lazy("Satisfaction is counted by"),
        lambda settings: str(METHOD_NAMES.get(settings.survey_method, settings.survey_method)),
    ),
    (gettext_lazy("Fewest answers of a survey"), lambda settings: str(settings.minimum_answers)),
    (
        gettext_lazy("Weight noise of the possible ranks"),
        lambda settings: (
            _("±%(noise)s, %(draws)s draws")
            % {"noise": share_text(settings.noise), "draws": figure_text(Fraction(settings.draws))}
        ),
    ),
)


def _settings(old: Settings, new: Settings) -> Iterator[Line]:
    for name, text in _SETTINGS:
        yield _line(str(name), text(old), text(new))


def _lowering(settings: Settings) -> str:
    return (
        "; ".join(
            _("%(code)s %(name)s: by %(drops)s")
            % {"code": fact.code, "name": bilingual(fact, "name"), "drops": fact.drops}
            for fact in settings.disqualifiers
        )
        or NONE
    )


def _heads(old: Edition, new: Edition, decisions: tuple[str, str]) -> Iterator[Line]:
    yield _line(_("Title"), bilingual(old, "title"), bilingual(new, "title"))
    yield _line(_("Year"), str(old.year), str(new.year))
    yield _line(_("Decision"), *(decision or NONE for decision in decisions))
    yield _line(_("Legal basis"), _legal_basis(old), _legal_basis(new))


def _legal_basis(edition: Edition) -> str:
    return "; ".join(bilingual(row, "text") for row in edition.document.get("legal_basis", ())) or NONE


def _areas(old: Edition, new: Edition, bodies: Bodies) -> Iterator[Line]:
    before = {area.code: area for area in old.areas}
    for area in new.areas:
        former = before.pop(area.code, None)
        yield _line(f"{area.code}. {bilingual(area, 'name')}", _area(former, bodies), _area(area, bodies))
    for area in before.values():
        yield _line(f"{area.code}. {bilingual(area, 'name')}", _area(area, bodies), NONE)
    yield _line(_("Together"), points_text(old.points), points_text(new.points))


def _area(area: Area | None, bodies: Bodies) -> str:
    if area is None:
        return NONE
    words = {
        "points": points_text(area.points),
        "count": len(area.criteria),
        "name": bilingual(area, "name"),
        "body": body_name(area, bodies),
    }
    return _("%(points)s points, %(count)s criteria: %(name)s; points decided by: %(body)s") % words


def _extras(old: Edition, new: Edition) -> Iterator[Line]:
    for kind in ("bonuses", "penalties"):
        before: dict[str, Extra] = {extra.code: extra for extra in getattr(old, kind)}
        for extra in getattr(new, kind):
            former = before.pop(extra.code, None)
            yield _line(extra.code, extra_text(former) if former else NONE, extra_text(extra))
        for extra in before.values():
            yield _line(extra.code, extra_text(extra), NONE)


def _bridged(link: Link) -> Line:
    shown = link.new or link.old
    assert shown is not None, "a link has at least one side"
    name = f"{shown.code} {bilingual(shown, 'name')}"
    return Line(
        name=name,
        before=headline(link.old) or NONE,
        after=headline(link.new) or NONE,
        fate=link.fate,
        details=details(link.old, link.new),
    )
