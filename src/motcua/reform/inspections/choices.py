"""Words of the coded fields of inspections."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.reform.inspections.rules import states


class Scope(models.TextChoices):
    """Whom a plan inspects: the agencies of the province, or the agency's own units (tự kiểm tra)."""

    PROVINCE = "province", _("Agencies of the province")
    OWN = "own", _("Own units")


class Kind(models.TextChoices):
    PLANNED = "planned", _("By plan")
    SURPRISE = "surprise", _("Surprise")


class Stage(models.TextChoices):
    """The states of :class:`motcua.reform.inspections.rules.states.Stage` in words."""

    PLANNED = states.Stage.PLANNED.value, _("In the plan")
    DECIDED = states.Stage.DECIDED.value, _("Team appointed")
    NOTIFIED = states.Stage.NOTIFIED.value, _("Notice sent")
    VISITING = states.Stage.VISITING.value, _("Visit under way")
    MINUTES_SENT = states.Stage.MINUTES_SENT.value, _("Minutes wait for the inspected side")
    MINUTES_SIGNED = states.Stage.MINUTES_SIGNED.value, _("Minutes signed by both")
    DRAFT_SENT = states.Stage.DRAFT_SENT.value, _("Draft conclusion sent")
    ANSWERED = states.Stage.ANSWERED.value, _("Draft conclusion answered")
    CONCLUDED = states.Stage.CONCLUDED.value, _("Concluded")
    CANCELLED = states.Stage.CANCELLED.value, _("Cancelled")


class Remedying(models.TextChoices):
    """The states of :class:`motcua.reform.inspections.rules.states.Remedying` in words."""

    DRAFT = states.Remedying.DRAFT.value, _("Draft")
    OPEN = states.Remedying.OPEN.value, _("To be remedied")
    REPORTED = states.Remedying.REPORTED.value, _("Remedy reported")
    PARTLY = states.Remedying.PARTLY.value, _("Partly remedied")
    REJECTED = states.Remedying.REJECTED.value, _("Remedy not accepted")
    REOPENED = states.Remedying.REOPENED.value, _("Reopened")
    CLOSED = states.Remedying.CLOSED.value, _("Remedied, closed")
    WITHDRAWN = states.Remedying.WITHDRAWN.value, _("Taken back")


class Severity(models.TextChoices):
    MINOR = "minor", _("Minor")
    MAJOR = "major", _("Major")
    SERIOUS = "serious", _("Serious")


class EffectKind(models.TextChoices):
    """What a shortcoming does to the criterion it names."""

    NONE = "none", _("No effect on the score")
    REDUCE = "reduce", _("Takes points off")
    VETO = "veto", _("The criterion gets no points")


class Result(models.TextChoices):
    """What the team found on one item of the checklist."""

    MET = "met", _("Met")
    SHORT = "short", _("Falls short")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class Outcome(models.TextChoices):
    CLOSED = "closed", _("Remedied, closed")
    PARTLY = "partly", _("Partly remedied")
    REJECTED = "rejected", pgettext_lazy("remedy", "Not accepted")
    REOPENED = "reopened", _("Reopened")


class Post(models.TextChoices):
    HEAD = "head", _("Head of the team")
    SECRETARY = "secretary", _("Secretary")
    MEMBER = "member", _("Member")


class Addressed(models.TextChoices):
    """To whom a written reminder goes."""

    OWNER = "owner", _("To who remedies")
    ABOVE = "above", _("To the People's Committee")
