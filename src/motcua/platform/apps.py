from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "motcua.platform"
    label = "platform"

    def ready(self) -> None:
        from motcua.platform.privacy.exports import register_eraser, register_export
        from motcua.platform.ui.privacy import export_views, forget_views

        register_export(name="saved_lists", exporter=export_views)
        register_eraser(name="saved_lists", eraser=forget_views)
