"""The clamd adapter against a daemon that really listens."""

from datetime import UTC, datetime

import pytest

from motcua.integrations.antivirus.adapter import Clamd
from motcua.integrations.antivirus.tests.daemon import daemon
from motcua.integrations.antivirus.twin import EICAR
from motcua.platform.files import api
from motcua.platform.files.models import ScanState, StoredFile
from motcua.platform.files.tests import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def scanner(settings):
    settings.MOTCUA_ADAPTERS = {
        **settings.MOTCUA_ADAPTERS,
        "antivirus": "motcua.integrations.antivirus.adapter.Clamd",
    }
    with daemon() as address:
        settings.CLAMD_ADDRESS = address
        yield settings


def keep(content, name):
    return api.store(
        content=content,
        name=name,
        allowed=frozenset({api.PDF, api.DOCX}),
        max_bytes=5_000_000,
        uploaded_by_id=None,
        now=datetime(2026, 11, 23, tzinfo=UTC),
    )


def test_a_clean_file_is_marked_clean(scanner):
    assert keep(samples.pdf(), "sach.pdf").blob.scan_state == ScanState.CLEAN


def test_a_file_with_the_test_virus_is_refused_and_not_kept(scanner):
    infected = samples.pdf().replace(b"%%EOF", b"%" + EICAR + b"\n%%EOF")
    with pytest.raises(api.FileRefused) as caught:
        keep(infected, "virus.pdf")
    assert caught.value.code == "infected"
    assert not StoredFile.objects.exists()


def test_a_scanner_that_is_down_refuses_for_now_and_keeps_nothing(scanner):
    scanner.CLAMD_ADDRESS = "127.0.0.1:1"
    with pytest.raises(api.FileRefused) as caught:
        keep(samples.pdf(), "a.pdf")
    assert (caught.value.code, caught.value.temporary) == ("scanner_down", True)
    assert not StoredFile.objects.exists()


def test_the_check_says_whether_the_daemon_answers(scanner):
    assert Clamd().check() == []
    scanner.CLAMD_ADDRESS = "127.0.0.1:1"
    assert "MOTCUA_CLAMD" in Clamd().check()[0].mend
