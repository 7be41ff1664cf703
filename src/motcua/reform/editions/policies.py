"""Who may change the index: the standing body of the province's reform, and nobody who is rated by it alone."""

from motcua.identity.api import Role, StaffContext

# Everybody in office reads editions: the rules by which people are judged are no secret.
EDITORS = (Role.REFORM_MANAGER,)


def may_edit(staff: StaffContext) -> bool:
    """May ``staff`` draft, change and publish editions?"""
    return staff.has_role(*EDITORS)
