"""Agencies, units, positions and roles; staff, citizens and the organisations they act for."""

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.platform.history import track_rows
from motcua.platform.ids import new_uuid
from motcua.platform.privacy.fields import EncryptedTextField


class AgencyKind(models.TextChoices):
    PROVINCE = "province", _("Provincial people's committee")
    DEPARTMENT = "department", _("Department")
    SERVICE_CENTRE = "service_centre", _("Public administration service centre")


@track_rows
class Agency(models.Model):
    """A state agency (cơ quan) that receives, competes or decides; every business row belongs to one."""

    code = models.CharField(max_length=40, unique=True, help_text="short code, e.g. SKHCN")
    dossier_prefix = models.CharField(
        max_length=40, unique=True, help_text="agency part of dossier codes, e.g. H99.15"
    )
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices, default=AgencyKind.DEPARTMENT)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    place_vi = models.CharField(
        max_length=100, blank=True, help_text="place named in the date line of documents"
    )
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    calendar = models.CharField(max_length=40, default="VN", help_text="calendar of working time")
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "identity_agency"

    def __str__(self) -> str:
        return self.name_vi


@track_rows
class Unit(models.Model):
    """A unit (phòng, đơn vị) of an agency."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    code = models.CharField(max_length=40)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "identity_unit"
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="unit_code_per_agency")]

    def __str__(self) -> str:
        return self.name_vi


@track_rows
class Position(models.Model):
    """A position (chức vụ), e.g. director, head of unit, specialist."""

    code = models.CharField(max_length=40, unique=True)
    title_vi = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    rank = models.PositiveSmallIntegerField(default=100, help_text="lower stands higher")

    class Meta:
        db_table = "identity_position"

    def __str__(self) -> str:
        return self.title_vi


class UserKind(models.TextChoices):
    CITIZEN = "citizen", _("Citizen")
    STAFF = "staff", _("Staff")


class User(AbstractBaseUser, PermissionsMixin):
    """An account. Who the person is stands in :class:`Person`; what staff may do in :class:`Appointment`."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    full_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=UserKind.choices, default=UserKind.CITIZEN)
    language = models.CharField(max_length=5, default="vi")
    is_staff = models.BooleanField(default=False, help_text="may open the administration pages")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="when the person closed the account")
    idle_warned_at = models.DateTimeField(
        null=True, blank=True, help_text="when the last notice of closing for lack of use was sent"
    )
    in_use_from = models.DateTimeField(
        null=True,
        blank=True,
        help_text="when an administrator opened the account again; idle days count anew",
    )

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        db_table = "identity_user"

    def __str__(self) -> str:
        return self.full_name or self.username


class PastPassword(models.Model):
    """The hash of a password a member of staff has had, kept only to refuse it again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="past_passwords")
    hashed = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "identity_past_password"


class AssuranceLevel(models.IntegerChoices):
    """How surely the person is known (Decree 69/2024: e-identity levels 1 and 2)."""

    LOCAL = 0, _("Local account")
    LEVEL_1 = 1, _("E-identity level 1")
    LEVEL_2 = 2, _("E-identity level 2")


class Person(models.Model):
    """A natural person who files or represents. The ID number is encrypted; its hash allows look-up."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="person")
    full_name = models.CharField(max_length=200)
    id_number = EncryptedTextField(blank=True)
    id_number_hash = models.CharField(max_length=64, blank=True, db_index=True)
    date_of_birth = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    assurance_level = models.PositiveSmallIntegerField(
        choices=AssuranceLevel.choices, default=AssuranceLevel.LOCAL
    )
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_person"
        constraints = [
            # Local accounts only claim a number; a number proved by e-identity belongs to one person.
            models.UniqueConstraint(
                fields=["id_number_hash"],
                condition=Q(assurance_level__gt=0) & ~Q(id_number_hash=""),
                name="one_verified_person_per_id_number",
            )
        ]

    def __str__(self) -> str:
        return self.full_name


def same_name(first: str, second: str) -> bool:
    """Whether two written names differ in nothing but blanks and capitals."""
    return " ".join(first.split()).casefold() == " ".join(second.split()).casefold()


class Organisation(models.Model):
    """An enterprise or other organisation, known by its tax code.

    The name is empty until an officer has seen it on a paper, or the identity provider vouches for it.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    name_vi = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    tax_code = models.CharField(max_length=20, unique=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    is_business = models.BooleanField(default=False)

    class Meta:
        db_table = "identity_organisation"

    def __str__(self) -> str:
        return self.name_vi


@track_rows
class Representation(models.Model):
    """Written authority of a person to act for an organisation (văn bản ủy quyền)."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="representations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="representatives")
    title = models.CharField(max_length=120, blank=True)
    is_legal_representative = models.BooleanField(default=False)
    document_number = models.CharField(max_length=60, blank=True)
    document = models.ForeignKey(
        "platform.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_name = models.CharField(
        max_length=300, blank=True, help_text="name of the organisation as the person wrote it"
    )
    claimed_address = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="last day of validity")
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="empty while an officer has to look")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_representation"
        indexes = [models.Index(fields=["person", "valid_from"], name="representation_by_person")]

    @property
    def names_differ(self) -> bool:
        """Whether the person wrote another name than the one on file."""
        known = self.organisation.name_vi
        return bool(known and self.claimed_name and not same_name(known, self.claimed_name))


class Role(models.TextChoices):
    """What a member of staff does: in the way of a dossier, or in the yearly round of reform."""

    RECEIVER = "receiver", _("Counter officer")
    SPECIALIST = "specialist", _("Specialist")
    HEAD_OF_UNIT = "head_of_unit", _("Head of unit")
    LEADER = "leader", _("Leader")
    CLERK = "clerk", _("Clerk")
    COUNCIL = "council", _("Council secretary")
    PROCEDURE_EDITOR = "procedure_editor", _("Procedure editor")
    REFORM_OFFICER = "reform_officer", _("Reform officer")
    REFORM_MANAGER = "reform_manager", _("Manager of the reform index")
    APPRAISER = "appraiser", _("Appraiser of the reform index")
    REFORM_COUNCIL = "reform_council", _("Member of the appraisal council")
    INSPECTOR = "inspector", _("Reform inspector")
    SURVEYOR = "surveyor", _("Interviewer of surveys")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


@track_rows
class Appointment(models.Model):
    """A member of staff in a unit and position, with the roles that go with it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="last day in office")

    class Meta:
        db_table = "identity_appointment"
        indexes = [models.Index(fields=["user", "valid_from", "valid_to"], name="appointment_in_force")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="appointment_ends_after_start",
            )
        ]


@track_rows
class RoleGrant(models.Model):
    """One role of one appointment."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        db_table = "identity_role_grant"
        constraints = [
            models.UniqueConstraint(fields=["appointment", "role"], name="role_once_per_appointment")
        ]
        indexes = [models.Index(fields=["role", "appointment"], name="grant_by_role")]


@track_rows
class Delegation(models.Model):
    """Authority handed to a colleague for an absence (ủy quyền), by a dated document."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    delegator = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="given_delegations")
    delegate = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="held_delegations")
    valid_from = models.DateField()
    valid_to = models.DateField(help_text="last day of the delegation")
    document_number = models.CharField(max_length=60)
    document_on = models.DateField()
    document = models.ForeignKey(
        "platform.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_delegation"
        indexes = [models.Index(fields=["delegate", "valid_from", "valid_to"], name="delegation_in_force")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="delegation_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(delegator=F("delegate")), name="nobody_delegates_to_themselves"
            ),
        ]
