"""Records behind figures are links for those whom the page of the record opens to, and words for everybody else."""

from uuid import uuid4

import pytest
from django.urls import reverse

from motcua.identity.models import RoleGrant
from motcua.onestop.processes.tests import factories as make
from motcua.platform.indicators.opening import openable
from motcua.reform.plan.models import ReformPlan
from motcua.reform.plan.tests.conftest import make_plan, make_task, staff
from motcua.reform.reports.tests.test_reports import report, sent, written

__all__ = ["report"]

KEY = "plan.tasks_done"
READERS = [("truongphong", True), ("giamdoc", True), ("vanthu", True), ("cv.vp", False)]


def record(label, page, proof=""):
    return {"key": label, "label": label, "url": page, "proof_url": proof, "on": "", "note": ""}


def named(report, records):
    """A figure with these records, which a section lists."""
    report.figures.filter(key=KEY).update(records=records)
    return written(report, problems=f"[[{KEY}|list]]")


@pytest.fixture
def dossiers(report):
    """What the agency received: pages for those who handle dossiers, not for whoever writes the report."""
    version = make.version()
    pages = [reverse("office:dossier", args=[make.received(version).uuid]) for _number in range(2)]
    named(report, [record(f"H-{number}", page) for number, page in enumerate(pages)])
    return pages


def addresses(report):
    return [
        reverse("reports:report", args=[report.uuid]),
        reverse("reports:figure", args=[report.uuid, KEY]),
    ]


@pytest.mark.parametrize(("who", "opens"), READERS)
def test_a_dossier_is_a_link_for_whom_it_opens_and_words_for_others(as_user, report, dossiers, who, opens):
    # The reform officer only writes the report, and handles no dossiers.
    RoleGrant.objects.filter(appointment__user__username="cv.vp", role="specialist").delete()
    client = as_user(who)
    for address in addresses(report):
        text = client.get(address).content.decode()
        assert "H-0" in text
        assert (f'href="{dossiers[0]}"' in text) is opens
    assert (client.get(dossiers[0]).status_code == 200) is opens


def test_many_records_cost_as_many_statements_as_two(
    as_user, report, dossiers, django_assert_max_num_queries
):
    client = as_user("truongphong")
    named(report, [record(f"H-{number}", dossiers[number % 2]) for number in range(40)])
    for address in addresses(report):
        client.get(address)
        with django_assert_max_num_queries(10):
            client.get(address)


def test_tasks_plans_and_reports_open_for_those_who_may_know_of_them(report):
    task, draft = make_task(ReformPlan.objects.get()), make_plan(of="SXD", state="draft")
    own, done = reverse("plan:task", args=[task.uuid]), reverse("reports:report", args=[report.uuid])
    others = [
        reverse("plan:plan", args=[draft.uuid]),
        reverse("reports:report", args=[sent("q1", None, of="SXD").uuid]),
        *(reverse(name, args=[uuid4()]) for name in ("plan:task", "office:dossier", "proof:dossier")),
    ]
    asked = [own, done, *others, "/x/", ""]
    assert openable(asked, reader=staff("cv.vp")) == {own, done, "/x/"}
    # The standing body reads what was issued, and no draft of anybody.
    assert openable(asked, reader=staff("quanly.cchc")) == {own, "/x/"}
    assert openable([*others, "/x/"], reader=staff("cchc.sxd")) == {*others[:2], "/x/"}


def test_versions_of_a_hidden_procedure_open_for_the_staff_of_its_agency_alone(as_user, report):
    version = make.version()
    other = reverse("procedures:office_version", args=[version.procedure.key, version.number + 7])
    page = reverse("procedures:office_version", args=[version.procedure.key, version.number])
    for who, opens in (("cv.vp", True), ("chuyenvien", True), ("quanly.cchc", False), ("gd.snv", False)):
        assert openable([page, other, "/x/"], reader=staff(who)) == ({page, "/x/"} if opens else {"/x/"}), who
        assert (as_user(who).get(page).status_code == 200) is opens, who
