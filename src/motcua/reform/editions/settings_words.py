"""The settings of an edition in words: what does not apply, classes, bonus and penalty, ways to count surveys."""

from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.editions.presentation import points_text
from motcua.reform.rules.edition import Band, Criterion, Extra, MissingPolicy

METHOD_NAMES: Final[dict[str, Promise]] = {
    "mean": gettext_lazy("mean of the factors"),
    "pooled": gettext_lazy("all answers pooled"),
    "mean_score": gettext_lazy("mean score"),
    "overall_question": gettext_lazy("the one question on the whole"),
}

BLOCKS: Final[dict[str, Promise]] = {
    "with_dossiers": gettext_lazy("Agencies that receive dossiers"),
    "without_dossiers": gettext_lazy("Agencies without dossiers"),
    "vertical": gettext_lazy("Agencies of the central government"),
}


def block_name(block: str) -> str:
    """A peer block in words; one that the house does not know by its code."""
    return str(BLOCKS.get(block, block))


def only_for(criterion: Criterion) -> str:
    """Why a criterion does not apply to agencies of other blocks."""
    blocks = ", ".join(block_name(block) for block in sorted(criterion.blocks))
    return _("does not apply; only for: %(blocks)s") % {"blocks": blocks}


def missing_text(policy: MissingPolicy) -> str:
    """What is done with a criterion that does not apply."""
    return {
        MissingPolicy.REBASE: _("taken out of points and maximum"),
        MissingPolicy.FULL: _("full points"),
        MissingPolicy.ZERO: _("no points"),
    }[policy]


def bands_text(bands: Sequence[Band]) -> str:
    """The classes with their lower bounds, best first."""
    return ", ".join(f"{bilingual(band, 'name')} ≥ {points_text(band.lower)}" for band in bands)


def extra_text(extra: Extra) -> str:
    """A bonus or penalty: each case, and at most."""
    values = {
        "name": bilingual(extra, "name"),
        "code": extra.code,
        "each": points_text(extra.each),
        "cap": points_text(extra.cap),
    }
    return _("%(code)s %(name)s: %(each)s a case, at most %(cap)s") % values
