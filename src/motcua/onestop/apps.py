from django.apps import AppConfig


class OnestopConfig(AppConfig):
    name = "motcua.onestop"
    label = "onestop"

    def ready(self) -> None:
        from motcua.onestop import audit_words, indicators
        from motcua.onestop.book_pages import menu as book_menu
        from motcua.onestop.calendar_pages import menu as calendar_menu
        from motcua.onestop.counter import menu as counter_menu
        from motcua.onestop.dossiers import handlers as dossier_handlers
        from motcua.onestop.dossiers import recounting
        from motcua.onestop.export import export_dossiers
        from motcua.onestop.forms import menu as forms_menu
        from motcua.onestop.forms.services.drafts import forget_drafts
        from motcua.onestop.office import menu
        from motcua.onestop.parameter_pages import menu as parameter_menu
        from motcua.onestop.postal_pages import menu as postal_menu
        from motcua.onestop.procedures import menu as catalogue_menu
        from motcua.onestop.procedures.ports import use_process_drawer
        from motcua.onestop.processes import handlers as process_handlers
        from motcua.onestop.processes.api import load_process
        from motcua.onestop.ratings import menu as ratings_menu
        from motcua.onestop.register import menu as register_menu
        from motcua.platform.privacy.api import register_eraser, register_export

        register_export(name="onestop", exporter=export_dossiers)
        register_eraser(name="onestop", eraser=forget_drafts)
        use_process_drawer(load_process)
        dossier_handlers.listen()
        process_handlers.listen()
        recounting.listen()
        audit_words.register()
        indicators.register()
        menu.register()
        catalogue_menu.register()
        forms_menu.register()
        calendar_menu.register()
        register_menu.register()
        ratings_menu.register()
        counter_menu.register()
        postal_menu.register()
        parameter_menu.register()
        book_menu.register()
