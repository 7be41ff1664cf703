"""Identity in the system administrator's pages. Sign-in goes through the house's own door."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from motcua.identity.models import (
    Agency,
    Appointment,
    Delegation,
    Organisation,
    Position,
    RoleGrant,
    Unit,
    User,
)

admin.site.site_header = _("Motcua: system administration")
admin.site.site_title = _("Motcua")
admin.site.index_title = _("Basic records")
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class UnitInline(admin.TabularInline[Unit, Agency]):
    model = Unit
    extra = 0


class RoleGrantInline(admin.TabularInline[RoleGrant, Appointment]):
    model = RoleGrant
    extra = 0


class ReadOnly:
    """To look at only: changes go through the staff pages, which keep the event log."""

    def has_add_permission(self, *args: object, **kwargs: object) -> bool:
        return False

    def has_change_permission(self, *args: object, **kwargs: object) -> bool:
        return False

    def has_delete_permission(self, *args: object, **kwargs: object) -> bool:
        return False


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin[Agency]):
    list_display = ("code", "name_vi", "kind", "calendar", "is_active")
    inlines = (UnitInline,)


@admin.register(Position)
class PositionAdmin(admin.ModelAdmin[Position]):
    list_display = ("code", "title_vi", "rank")


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Accounts without their passwords: those are set by their owners only."""

    list_display = ("username", "full_name", "kind", "is_active", "last_login")
    list_filter = ("kind", "is_active", "is_staff")
    search_fields = ("username", "full_name", "email")
    exclude = ("password", "groups", "user_permissions")
    readonly_fields = ("uuid", "last_login", "date_joined", "closed_at")


@admin.register(Appointment)
class AppointmentAdmin(ReadOnly, admin.ModelAdmin[Appointment]):
    list_display = ("user", "unit", "position", "valid_from", "valid_to")
    list_select_related = ("user", "unit", "position")
    search_fields = ("user__full_name", "user__username")
    inlines = (RoleGrantInline,)


@admin.register(Delegation)
class DelegationAdmin(ReadOnly, admin.ModelAdmin[Delegation]):
    list_display = ("delegator", "delegate", "valid_from", "valid_to", "document_number", "revoked_at")
    list_select_related = ("delegator__user", "delegate__user")
    search_fields = ("document_number",)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    list_display = ("tax_code", "name_vi", "is_business")
    search_fields = ("tax_code", "name_vi")
