from django.apps import AppConfig


class ReformConfig(AppConfig):
    name = "motcua.reform"
    label = "reform"

    def ready(self) -> None:
        from motcua.reform import audit_words, indicators, menu

        audit_words.register()
        indicators.register()
        menu.register()
