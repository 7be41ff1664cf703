from django.apps import AppConfig


class ReformConfig(AppConfig):
    name = "motcua.reform"
    label = "reform"

    def ready(self) -> None:
        from motcua.onestop.proof.ports import use_rated_agencies
        from motcua.reform import audit_words, followers, indicators, menu
        from motcua.reform.season.rated import list_rated_agencies

        audit_words.register()
        indicators.register()
        menu.register()
        followers.register()
        use_rated_agencies(list_rated_agencies)
