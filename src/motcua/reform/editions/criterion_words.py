"""What two editions say of one criterion, in the words of its own page: only what differs, thing by thing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.editions.pages import criterion_page, figures_from
from motcua.reform.editions.presentation import KIND_NAMES, points_text
from motcua.reform.editions.settings_words import block_name
from motcua.reform.rules.canonical import canonical_json
from motcua.reform.rules.edition import Criterion

# The parts of a record that are said in words below; whatever else a file holds is told apart by its writing alone.
_SAID: Final = frozenset(
    {"code", "name_vi", "name_en", "points", "rule", "inputs", "survey"}
    | {"blocks", "evidence", "examples", "basis", "verified"}
)


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One thing about a criterion: what was said and what is said; a side that says nothing is empty."""

    label: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class _Facet:
    """One thing about a criterion in sentences, and how the file writes it."""

    label: str
    words: tuple[str, ...]
    written: Any


def headline(criterion: Criterion | None) -> str:
    """Code, points and kind of rule; empty for no criterion."""
    if criterion is None:
        return ""
    points = _("%(points)s points") % {"points": points_text(criterion.points, places=4)}
    return f"{criterion.code} · {points} · {KIND_NAMES[criterion.rule.kind]}"


def details(old: Criterion | None, new: Criterion | None) -> tuple[Detail, ...]:
    """What differs; of a criterion that came or went, everything but its name, which stands beside it."""
    if old is None or new is None:
        return tuple(_alone(old, new))
    here = zip(_facets(old), _facets(new), strict=True)
    other, language = ("vi", _("in Vietnamese")) if get_language() == "en" else ("en", _("in English"))
    with override(other):
        there = list(zip(_facets(old), _facets(new), strict=True))
    found = (_compared(*ours, *theirs, language) for ours, theirs in zip(here, there, strict=True))
    return tuple(detail for detail in found if detail)


def _alone(old: Criterion | None, new: Criterion | None) -> Iterator[Detail]:
    criterion = new or old
    assert criterion is not None, "a link has at least one side"
    for facet in _facets(criterion)[1:]:
        if facet.words:
            before, after = ((), facet.words) if new else (facet.words, ())
            yield Detail(label=facet.label, before=before, after=after)


def _compared(old: _Facet, new: _Facet, old_there: _Facet, new_there: _Facet, language: str) -> Detail | None:
    """In the reader's language; what differs only in the other one is shown in that, with a word that says so."""
    if set(old.words) != set(new.words):
        return _only_changes(old.label, old, new)
    if set(old_there.words) != set(new_there.words):
        return _only_changes(f"{old.label} ({language})", old_there, new_there)
    if canonical_json(old.written) == canonical_json(new.written):
        return None
    return Detail(
        label=old.label,
        note=_("Said in the same words: only how the file writes it differs. The exports of both show it."),
    )


def _only_changes(label: str, old: _Facet, new: _Facet) -> Detail:
    return Detail(
        label=label,
        before=tuple(text for text in old.words if text not in new.words),
        after=tuple(text for text in new.words if text not in old.words),
    )


def _facets(criterion: Criterion) -> list[_Facet]:
    """The headings of the criterion's page, in its order; the name first."""
    record, page = criterion.record, criterion_page(criterion)
    basis = [bilingual(page["basis"], "text")]
    if page["as_of"]:
        basis.append(_("text as of %(on)s") % {"on": page["as_of"]})
    checked = _("checked") if criterion.is_verified else _("not checked against a published text")
    rest = {name: value for name, value in record.items() if name not in _SAID}
    said: list[tuple[str, list[str], Any]] = [
        (_("Name"), [bilingual(criterion, "name")], [criterion.name_vi, criterion.name_en]),
        (_("Rule"), page["sentences"], [record["points"], record["rule"]]),
        (
            _("Where the figures come from"),
            [f"{row['label']}: {row['name']}" for row in page["inputs"]],
            record.get("inputs", {}),
        ),
        (_("Figures from"), [figures_from(criterion)], criterion.is_survey),
        (_("Agencies it applies to"), _agencies(criterion), sorted(criterion.blocks)),
        (_("Evidence asked for"), page["evidence_kinds"] or [_("none")], record.get("evidence", [])),
        (_("Examples"), _examples(page["examples"]), record.get("examples", [])),
        (_("Legal basis"), [text for text in basis if text], record.get("basis", {})),
        (_("Checked"), [checked], criterion.is_verified),
        (_("Other entries of the file"), [], rest),
    ]
    return [_Facet(label=label, words=tuple(words), written=written) for label, words, written in said]


def _agencies(criterion: Criterion) -> list[str]:
    return [block_name(block) for block in sorted(criterion.blocks)] or [_("all agencies")]


def _examples(rows: list[dict[str, Any]]) -> list[str]:
    return [_example(row["figures"], row["expected"]) for row in rows]


def _example(figures: str, expected: str) -> str:
    if expected == points_text(None):
        return _("%(figures)s: not applicable") % {"figures": figures}
    return _("%(figures)s: %(points)s points") % {"figures": figures, "points": expected}
