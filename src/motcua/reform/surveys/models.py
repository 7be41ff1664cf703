"""Surveys: forms, rounds, samples and invitations on one side, answers on the other.

Nothing leads from an answer to whoever gave it: a ballot knows its agency, its stratum and the day; an
invitation knows only that it was answered.
"""

from typing import Final
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.platform.ids import new_uuid
from motcua.platform.privacy.fields import EncryptedTextField
from motcua.reform.rules.sampling import Method


class FormKind(models.TextChoices):
    SIPAS = "sipas", _("Satisfaction (five-point scale)")
    OPTION = "option", _("Rating by options")
    OTHER = "other", _("Other")


class SurveyForm(models.Model):
    """A questionnaire (mẫu phiếu khảo sát). A published version never changes; a new wording is a new version."""

    key = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=FormKind.choices)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    definition = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the definition")
    published_at = models.DateTimeField()

    class Meta:
        db_table = "reform_survey_form"
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="survey_form_version")]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class RoundState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("state of a survey", "Planned")
    OPEN = "open", pgettext_lazy("state of a survey", "Open")
    CLOSED = "closed", pgettext_lazy("state of a survey", "Closed")
    PUBLISHED = "published", pgettext_lazy("state of a survey", "Published")


_ROUND_TONES: Final = {
    RoundState.PLANNED: "neutral",
    RoundState.OPEN: "info",
    RoundState.CLOSED: "waiting",
    RoundState.PUBLISHED: "done",
}
METHOD_NAMES: Final = {
    Method.MEAN: _("Mean of the factors"),
    Method.POOLED: _("All answers together"),
    Method.MEAN_SCORE: _("Mean score"),
    Method.OVERALL_QUESTION: _("The overall question alone"),
}


class SurveyRound(models.Model):
    """One survey (đợt khảo sát) of one year with one form: who is rated, when it may be answered."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    year = models.PositiveSmallIntegerField()
    form = models.ForeignKey(SurveyForm, on_delete=models.PROTECT, related_name="+")
    form_key = models.CharField(max_length=40, help_text="key of the form: one round of each a year")
    name_vi = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    method = models.CharField(
        max_length=20,
        choices=[(method.value, name) for method, name in METHOD_NAMES.items()],
        default=Method.MEAN.value,
    )
    weighted = models.BooleanField(default=False, help_text="strata count by their share of the population")
    minimum = models.PositiveIntegerField(help_text="fewer respondents than this are not shown")
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="last day of answering")
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.PLANNED)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    early_decision = models.CharField(
        max_length=200, blank=True, help_text="document that ended answering before its last day"
    )
    early_reason = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reform_survey_round"
        constraints = [
            models.UniqueConstraint(fields=["form_key", "year"], name="survey_round_once_a_year"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_round_window"),
        ]

    def __str__(self) -> str:
        return self.name_vi

    @property
    def tone(self) -> str:
        return _ROUND_TONES[RoundState(self.state)]

    @property
    def is_counted(self) -> bool:
        """Answering is over and the figures are counted."""
        return self.state in (RoundState.CLOSED, RoundState.PUBLISHED)


class SurveyTarget(models.Model):
    """One rated agency in a round, with its sampling plan."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    round = models.ForeignKey(SurveyRound, on_delete=models.PROTECT, related_name="targets")
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    error = models.CharField(max_length=20, help_text="e of the sample size, a fraction")
    population = models.PositiveIntegerField(default=0, help_text="N: transactions of the frame")
    seed = models.CharField(max_length=40, blank=True, help_text="with it the draw can be repeated")
    drawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reform_survey_target"
        constraints = [models.UniqueConstraint(fields=["round", "agency"], name="survey_target_once")]


class SurveyStratum(models.Model):
    """A layer of the population: procedure, channel and place; its weight is ``population`` of the whole."""

    target = models.ForeignKey(SurveyTarget, on_delete=models.PROTECT, related_name="strata")
    procedure = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=120, blank=True)
    population = models.PositiveIntegerField(default=0)
    planned = models.PositiveIntegerField(default=0, help_text="share of the sample")

    class Meta:
        db_table = "reform_survey_stratum"
        constraints = [
            models.UniqueConstraint(
                fields=["target", "procedure", "channel", "place"], name="survey_stratum_once"
            )
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.procedure, self.channel, self.place))) or "—"


class FrameRow(models.Model):
    """Somebody who may be asked, once for each stratum of theirs.

    The contact is encrypted, apart from answers, and wiped when results are out.
    """

    target = models.ForeignKey(SurveyTarget, on_delete=models.PROTECT, related_name="frame")
    stratum = models.ForeignKey(SurveyStratum, on_delete=models.PROTECT, related_name="+")
    contact = EncryptedTextField(blank=True, help_text="JSON: name, phone, email, address, language")
    contact_hash = models.CharField(
        max_length=64, help_text="keyed hash: the same contact stands once in a stratum and is drawn once"
    )
    cases = models.PositiveIntegerField(default=1, help_text="transactions of this person in the stratum")
    drawn = models.BooleanField(default=False)

    class Meta:
        db_table = "reform_survey_frame"
        constraints = [models.UniqueConstraint(fields=["stratum", "contact_hash"], name="survey_frame_once")]


class Via(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    POST = "post", pgettext_lazy("way of sending", "Letter")
    CARD = "card", _("Card with a code")


class InvitationState(models.TextChoices):
    WAITING = "waiting", _("Not sent yet")
    SENT = "sent", _("Sent")
    ANSWERED = "answered", _("Answered")
    UNREACHABLE = "unreachable", _("Not reached")


class SurveyInvitation(models.Model):
    """The right to answer once. The code is derived from our key and never stored; ``token_hash`` finds it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    target = models.ForeignKey(SurveyTarget, on_delete=models.PROTECT, related_name="invitations")
    stratum = models.ForeignKey(
        SurveyStratum, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    frame_row = models.OneToOneField(
        FrameRow, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    via = models.CharField(max_length=10, choices=Via.choices)
    state = models.CharField(max_length=12, choices=InvitationState.choices, default=InvitationState.WAITING)
    waves = models.PositiveSmallIntegerField(default=0, help_text="how often it was sent: 1 and reminders")
    batch = models.UUIDField(
        null=True, blank=True, help_text="the one press of a button that issued these cards"
    )

    class Meta:
        db_table = "reform_survey_invitation"
        indexes = [models.Index(fields=["target", "state"], name="survey_invitation_state")]


class SurveyWave(models.Model):
    """One sending of invitations or reminders of a round, in the background.

    It goes through the invitations in the order of their keys: up to ``last`` they are sent, behind ``until`` they are
    not addressed. So a sending that was interrupted goes on where it stopped, and nobody is written to twice.
    """

    target = models.ForeignKey(SurveyTarget, on_delete=models.PROTECT, related_name="sendings")
    number = models.PositiveSmallIntegerField(help_text="1 invites, later ones remind")
    at = models.DateTimeField()
    addressed = models.PositiveIntegerField(help_text="messages and letters that are due when it begins")
    sent = models.PositiveIntegerField(default=0, help_text="messages and letters of this wave so far")
    last = models.BigIntegerField(default=0, help_text="key of the invitation sent last")
    until = models.BigIntegerField(help_text="key of the last invitation addressed")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reform_survey_wave"
        constraints = [
            models.UniqueConstraint(fields=["target", "number"], name="survey_wave_once"),
            models.UniqueConstraint(
                fields=["target"], condition=Q(ended_at__isnull=True), name="survey_one_wave_at_a_time"
            ),
        ]


class Mode(models.TextChoices):
    ONLINE = "online", _("Answered alone")
    INTERVIEW = "interview", _("Interview")


class Ballot(models.Model):
    """One set of answers (phiếu trả lời). Random id, no moment finer than the day, no way back to the person."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    target = models.ForeignKey(SurveyTarget, on_delete=models.PROTECT, related_name="ballots")
    stratum = models.ForeignKey(
        SurveyStratum, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField()
    mode = models.CharField(max_length=10, choices=Mode.choices)
    answers = models.JSONField(help_text="item → value; what was left empty is missing")
    flags = models.JSONField(default=list, help_text="doubts about quality, judged when it came in")

    class Meta:
        db_table = "reform_survey_ballot"


class BallotReview(models.Model):
    """A ballot left out of the count, or taken back into it, with the reason; the latest one counts."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="reviews")
    excluded = models.BooleanField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "reform_survey_review"


class InterviewReceipt(models.Model):
    """What became of an interview sent by a tablet: sent again, it gets the same answer. It knows no ballot."""

    key_hash = models.CharField(max_length=64, unique=True)
    target = models.ForeignKey(SurveyTarget, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20)
    day = models.DateField()

    class Meta:
        db_table = "reform_survey_receipt"


class SurveyTally(models.Model):
    """Counted answers of one agency: with and without what was left out. Counted at closing, frozen when published.

    ``counts`` and ``all_counts``: {"n", "items": {item: {value: number}}, "strata": {id: the same}}.
    """

    target = models.OneToOneField(SurveyTarget, on_delete=models.PROTECT, related_name="tally")
    respondents = models.PositiveIntegerField()
    excluded = models.PositiveIntegerField()
    counts = models.JSONField()
    all_counts = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "reform_survey_tally"
