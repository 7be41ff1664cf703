"""Who may change the catalogue: editors and administrators of the agency that owns the procedure."""

from motcua.identity.api import Policy, Role


class CataloguePolicy(Policy):
    """Staff of an agency read all versions of its procedures; two roles edit, publish and confirm."""

    actions = {
        "edit": (Role.PROCEDURE_EDITOR, Role.ADMINISTRATOR),
        "publish": (Role.PROCEDURE_EDITOR, Role.ADMINISTRATOR),
        "confirm": (Role.PROCEDURE_EDITOR, Role.ADMINISTRATOR),
    }
    agency_path = "procedure__agency_id"


policy = CataloguePolicy()
