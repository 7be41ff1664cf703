"""How ranks and intervals of a result were made: every method, with the numbers of the result's own document."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from motcua.reform.editions.presentation import figure_text, points_text, share_text
from motcua.reform.results.presentation import named, policy_words
from motcua.reform.results.reading import Reading
from motcua.reform.rules.edition import Edition
from motcua.reform.rules.robustness import TAIL
from motcua.reform.rules.sampling import CONFIDENCE


@dataclass(frozen=True, kw_only=True)
class Methods:
    """Sentences: the looks that the possible ranks come from, the interval, how the index is shown."""

    ranks: tuple[str, ...]
    interval: str
    showing: str


def methods_of(reading: Reading, *, most_draws: int | None = None) -> Methods:
    """Of a result; of a provisional standing, which draws at most ``most_draws`` times, whatever its edition says."""
    draws = reading.edition.settings.draws
    return Methods(
        ranks=(_weights(reading, min(draws, most_draws or draws)), *_trials(reading)),
        interval=_interval(reading.edition),
        showing=_showing(reading.edition),
    )


def _weights(reading: Reading, draws: int) -> str:
    settings = reading.edition.settings
    return _(
        "Other weights: every criterion's weight is multiplied by a number drawn evenly from %(low)s to %(high)s"
        " (±%(noise)s), the same for all agencies, %(draws)s times with the seed %(seed)s; %(tail)s of the draws are"
        " left out at either end."
    ) % {
        "low": points_text(1 - settings.noise, places=4),
        "high": points_text(1 + settings.noise, places=4),
        "noise": share_text(settings.noise),
        "draws": figure_text(Fraction(draws)),
        "seed": reading.document["seed"],
        "tail": share_text(TAIL),
    }


def _trials(reading: Reading) -> Iterator[str]:
    settings = reading.edition.settings
    looked: dict[str, list[str]] = {}
    for trial in reading.document["results"]["trials"]:
        looked.setdefault(trial["kind"], []).append(trial["what"])
    if "without" in looked:
        yield _("Without one: each of the %(count)s criteria is left out in turn.") % {
            "count": len(looked["without"])
        }
    if "missing" in looked:
        yield _("What does not apply to an agency is %(present)s; it is also looked at as: %(others)s.") % {
            "present": policy_words(settings.missing),
            "others": _listed(looked["missing"]),
        }
    if "survey_method" in looked:
        yield _("Satisfaction is counted by: %(present)s; it is also looked at by: %(others)s.") % {
            "present": policy_words(settings.survey_method),
            "others": _listed(looked["survey_method"]),
        }


def _interval(edition: Edition) -> str:
    return _(
        "Interval of the index: surveys ask some people, not all. The interval is where the index lies with %(share)s"
        " confidence if only that chance is considered (Wilson's interval, or the one of the strata, of surveys with"
        " at least %(least)s answers; several surveys add by their squares). Agencies whose intervals hang together"
        " cannot be told apart."
    ) % {"share": share_text(CONFIDENCE), "least": edition.settings.minimum_answers}


def _showing(edition: Edition) -> str:
    settings = edition.settings
    rounded = _("It is rounded once, to %(places)s decimals, when it is shown.") % {
        "places": settings.precision
    }
    if not settings.tie_breakers:
        return " ".join((rounded, _("Equal indexes share a rank.")))
    names = {area.code: named(area) for area in edition.areas}
    names |= {criterion.code: named(criterion) for criterion in edition.criteria}
    parts = ", ".join(f"{code} {names.get(code, '')}".strip() for code in settings.tie_breakers)
    return " ".join((rounded, _("Equal indexes are parted by: %(parts)s.") % {"parts": parts}))


def _listed(codes: list[str]) -> str:
    return "; ".join(policy_words(code) for code in codes)
