from motcua.onestop.dossiers.tests.conftest import (
    catalogue,
    citizen,
    loaded_catalogue,
    now,
    signed_in_as,
    stranger,
    xray,
)

__all__ = ["catalogue", "citizen", "loaded_catalogue", "now", "signed_in_as", "stranger", "xray"]
