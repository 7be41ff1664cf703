"""What the rows of a season may say."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where the yearly round stands (vòng đánh giá); the table of moves is in the rules."""

    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Self-assessment")
    APPRAISAL = "appraisal", _("Appraisal")
    APPEAL = "appeal", _("Explanation and appeal")
    COUNCIL = "council", _("Council session")
    FINAL = "final", _("Final")
    PUBLISHED = "published", pgettext_lazy("result", "Published")


class CardState(models.TextChoices):
    """A scorecard belongs to its agency until the head signs it, or until the round goes on without that."""

    DRAFT = "draft", _("Self-assessment in progress")
    SUBMITTED = "submitted", _("Submitted")
    UNASSESSED = "unassessed", _("Without self-assessment")


class Column(models.TextChoices):
    """Whose points they are."""

    COMPUTED = "computed", _("Computed")
    SELF = "self", _("Self-assessed")
    APPRAISED = "appraised", _("Appraised")
    COUNCIL = "council", _("Council")


# The reason code of a computed entry that takes the one before it back: its figure is not known any more.
UNKNOWN: Final = "unknown"
# Why points stand without figures: whoever computes the published result again reads this.
BY_DECISION: Final = "decision"


class Verdict(models.TextChoices):
    """What the signatures of a piece of evidence said on the day it was added."""

    VALID = "valid", _("Valid digital signature")
    UNKNOWN = "unknown", _("Signature of an unknown authority")
    INVALID = "invalid", _("Damaged or invalid signature")
    UNSIGNED = "unsigned", _("No digital signature")


class Reason(models.TextChoices):
    """Why an appraiser, an answer or the council changes points."""

    NO_EVIDENCE = "no_evidence", _("Evidence missing")
    WEAK_EVIDENCE = "weak_evidence", _("Evidence does not prove it")
    WRONG_FIGURE = "wrong_figure", _("Figure is wrong")
    WRONG_PERIOD = "wrong_period", _("Outside the rated year")
    RULE_MISREAD = "rule_misread", _("Rule applied wrongly")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    SHORTCOMING = "shortcoming", _("Shortcoming found by an inspection")
    NEW_EVIDENCE = "new_evidence", _("New evidence")
    OTHER = "other", _("Other reason")


class Answer(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class MotionKind(models.TextChoices):
    DIFFERENCE = "difference", _("Appraisers differ")
    APPEAL = "appeal", _("Appeal not settled")
    OTHER = "other", _("Put by the standing body")


class MotionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("motion", "Open")
    DECIDED = "decided", _("Decided")
    WITHDRAWN = "withdrawn", pgettext_lazy("motion", "Withdrawn")


# The steps that have a last day, in their order.
STEP_NAMES: Final = {
    "cut_off": _("Figures are frozen"),
    "self_assessment": _("Self-assessment signed"),
    "appraisal": _("Appraisal by two"),
    "appeal": _("Explanation and appeal"),
    "answer": _("Answers to appeals"),
    "council": _("Council session"),
    "publication": _("Publication"),
}
