from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "motcua.notifications"
    label = "notifications"

    def ready(self) -> None:
        from motcua.notifications.privacy import export_messages, forget_preferences
        from motcua.platform.privacy.exports import register_eraser, register_export

        register_export(name="notifications", exporter=export_messages)
        register_eraser(name="notifications", eraser=forget_preferences)
