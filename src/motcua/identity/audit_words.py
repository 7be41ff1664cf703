"""Words of this room for the event log."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.identity.models import Role, User, UserKind
from motcua.platform.audit.words import Named, register_finder, register_words

ACTIONS = {
    "identity.signed_in": _("Signed in"),
    "identity.signed_out": _("Signed out"),
    "identity.sign_in_failed": _("Sign-in refused"),
    "identity.eid_sign_in_failed": _("Sign-in by e-identity refused"),
    "identity.password_changed": _("Password changed"),
    "identity.password_reset": _("Password set anew by mail"),
    "identity.password_set": _("Password set"),
    "identity.second_factor_added": _("Second factor added"),
    "identity.second_factor_removed": _("Second factor removed"),
    "identity.second_factor_reset": _("Second factor made anew"),
    "identity.second_factor_failed": _("Second factor refused"),
    "identity.account_closed": _("Account closed"),
    "identity.citizen_account_created": _("Account of a citizen made"),
    "identity.contact_changed": _("Contact details changed"),
    "identity.data_exported": _("Personal data handed over to their owner"),
    "identity.organisation_registered": _("Organisation entered"),
    "identity.organisation_corrected": _("Details of an organisation corrected"),
    "identity.person_corrected": _("Name or birth date of a person corrected"),
    "identity.person_registered": _("Person entered"),
    "identity.person_confirmed": _("Person confirmed by e-identity"),
    "identity.representation_registered": _("Authority to act for an organisation handed in"),
    "identity.representation_confirmed": _("Authority to act for an organisation confirmed"),
    "identity.representation_ended": _("Authority to act for an organisation ended"),
    "identity.sensitive_field_read": _("Protected personal data read"),
    "identity.staff_account_created": _("Staff account made"),
    "identity.staff_account_enabled": _("Staff account opened again"),
    "identity.staff_account_idle": _("Staff account closed: not used"),
    "identity.staff_appointed": _("Member of staff appointed"),
    "identity.staff_appointment_ended": _("Appointment ended"),
    "identity.staff_role_granted": _("Role given"),
    "identity.staff_role_withdrawn": _("Role taken away"),
    "identity.authority_delegated": _("Authority delegated for an absence"),
    "identity.delegation_revoked": _("Delegation revoked"),
    "notification.sent_again": _("Notice sent again"),
}
THINGS = {
    "user": pgettext_lazy("thing of the log", "Account"),
    "person": _("Person"),
    "organisation": _("Organisation"),
    "representation": _("Authority"),
    "appointment": _("Appointment"),
    "delegation": _("Delegation"),
}
DETAILS = {
    "role": _("Role"),
    "roles": _("Roles"),
    "username": _("User name"),
    "unit": pgettext_lazy("staff", "Unit"),
    "user_id": _("Account number"),
    "fields": _("Fields"),
    "name_before": _("Name before"),
    "name": _("Name"),
    "purpose": _("Purpose"),
    "provider": _("Provider"),
}


def register() -> None:
    """Called once when the application starts."""
    roles = dict(Role.choices)
    register_words(actions=ACTIONS, things=THINGS, details=DETAILS, values={"role": roles, "roles": roles})
    register_finder(thing="user", finder=_find_accounts)


def _find_accounts(uuids: Iterable[str]) -> Mapping[str, Named]:
    """Staff by name and with their page; of citizens the log tells no more than it holds."""
    found = User.objects.filter(uuid__in=list(uuids), kind=UserKind.STAFF).only("uuid", "full_name")
    return {
        str(user.uuid): Named(user.full_name, reverse("identity:staff_member", args=[user.uuid]))
        for user in found
    }
