"""``kill -9`` of web, worker and database while a citizen submits: what was acknowledged is there, once."""

import random
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from motcua.onestop.forms.tests.samples import pdf

from .house import House

DRAFTS = 30
SECRET = "0123456789abcdefghijklmnopqrstuv"
CODE = re.compile(r"TAM-[0-9A-Z]{4}-[0-9A-Z]{4}")
KILLS = ("web", "worker", "database")


class Applicant(threading.Thread):
    """Uploads the last paper of a draft and submits it, one after the other, however the other side feels."""

    def __init__(self, house: House, known: dict[str, object], drafts: list[str]) -> None:
        super().__init__(daemon=True)
        self.house, self.drafts = house, drafts
        self.cookies = {str(known["cookie"]): str(known["session"]), "csrftoken": SECRET}
        self.acknowledged: list[str] = []
        self.codes: dict[str, str] = {}
        self.stopping = threading.Event()

    def run(self) -> None:
        for uuid in self.drafts:
            while not self.stopping.is_set() and not self._file(uuid):
                time.sleep(0.1)

    def _file(self, uuid: str) -> bool:
        """As a person would: upload, submit, and begin again after an error page. True once acknowledged."""
        address = f"{self.house.address}/ho-so/nhap/{uuid}"
        token = {"csrfmiddlewaretoken": SECRET}
        paper = {"file.officer-certificate": (f"{uuid}.pdf", pdf(uuid), "application/pdf")}
        try:
            with httpx.Client(cookies=self.cookies, timeout=10) as client:
                client.post(f"{address}/giay-to/", data={**token, "_action": "upload"}, files=paper)
                answer = client.post(f"{address}/xem-lai/", data={**token, "declared": "yes"})
                if not answer.headers.get("location", "").endswith("/da-nop/"):
                    return False
                self.acknowledged.append(uuid)
                found = CODE.search(client.get(f"{address}/da-nop/").text)
        except httpx.HTTPError:
            return uuid in self.acknowledged
        if found:
            self.codes[uuid] = found.group(0)
        return True


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    house.start_database()
    yield house
    house.kill_all()


def test_what_was_acknowledged_survives_kill_9_of_everything(house: House) -> None:
    chance = random.Random()
    known = house.ask("prepare", str(DRAFTS))
    house.start_worker()
    house.start_web()
    drafts = list(known["drafts"])
    applicants = [Applicant(house, known, drafts[n::3]) for n in range(3)]
    for applicant in applicants:
        applicant.start()
    for name in KILLS:
        time.sleep(chance.uniform(0.3, 1.5))
        house.kill(name)
        start = {"web": house.start_web, "worker": house.start_worker, "database": house.start_database}
        start[name]()
    time.sleep(1)
    for applicant in applicants:
        applicant.stopping.set()
    for applicant in applicants:
        applicant.join(timeout=20)

    _let_dead_workers_be_noticed(house)
    facts = house.ask("inspect")
    acknowledged = [uuid for applicant in applicants for uuid in applicant.acknowledged]
    codes = {uuid: code for applicant in applicants for uuid, code in applicant.codes.items()}
    assert len(acknowledged) >= 5, (house.folder / "web.log").read_text()[-2000:]
    assert [uuid for uuid in acknowledged if uuid not in facts["dossiers"]] == []
    assert {uuid: facts["dossiers"][uuid] for uuid in codes} == codes
    assert len(set(facts["dossiers"].values())) == len(facts["dossiers"]) == facts["count"]
    assert facts["events"] == facts["audit_submitted"] == facts["count"]
    assert facts["papers"] == [3]
    assert (facts["orphans"], facts["lost_files"]) == (0, [])
    assert facts["audit_intact"]
    assert (facts["unheard"], facts["heard_twice"]) == (0, 0)


def _let_dead_workers_be_noticed(house: House) -> None:
    """A worker counts as dead after half a minute of silence; the test lets that time pass in a statement."""
    house.kill("worker")
    with psycopg.connect(_libpq(house.environment["DATABASE_URL"]), autocommit=True) as connection:
        connection.execute(
            "update procrastinate_workers set last_heartbeat = last_heartbeat - interval '2 min'"
        )
    house.start_worker()
    deadline = time.monotonic() + 40
    while house.ask("waiting") and time.monotonic() < deadline:
        time.sleep(1)


def _libpq(url: str) -> str:
    return url.replace("postgres://", "postgresql://", 1)
