"""A citizen's dossier, and everybody who has no business with it."""

import pytest
from django.test import Client

from motcua.onestop.dossiers.tests import life
from motcua.onestop.dossiers.tests.conftest import (  # noqa: F401
    catalogue,
    citizen,
    draft,
    loaded_catalogue,
    now,
    received,
    signed_in_as,
    stranger,
    submitted,
    xray,
)


@pytest.fixture
def clients(signed_in_as, stranger):  # noqa: F811
    """Signed-in browsers of people who may not know of the dossier."""
    foreign = {name: signed_in_as(life.user(name)) for name in ("congdan", "cv.sxd", "cv.ubnd")}
    return {"visitor": Client(), "stranger": signed_in_as(stranger), **foreign}
