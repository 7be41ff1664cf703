from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "motcua.identity"
    label = "identity"
    verbose_name = _("People and agencies")

    def ready(self) -> None:
        from motcua.identity import audit_words, handlers
        from motcua.identity.export import export_account
        from motcua.identity.secrets import reencrypt_factors
        from motcua.platform.privacy.exports import register_export
        from motcua.platform.privacy.rotation import register_rotation
        from motcua.platform.ui.navigation import register_office_entry

        handlers.connect()
        audit_words.register()
        register_export(name="identity", exporter=export_account)
        register_rotation(name="second_factors", rotate=reencrypt_factors)
        group = _("Administration")
        roles = ("administrator", "auditor")
        register_office_entry(_("Staff"), "identity:staff", roles=roles, icon="users", order=800, group=group)
        register_office_entry(
            _("Delegations"), "identity:delegations", roles=roles, icon="user-share", order=810, group=group
        )
        register_office_entry(
            _("Event log"), "identity:event_log", roles=roles, icon="history", order=820, group=group
        )
        register_office_entry(
            _("Representatives to confirm"),
            "identity:authorities",
            roles=("receiver",),
            icon="user-check",
            order=300,
        )
