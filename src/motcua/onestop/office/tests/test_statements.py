"""How many statements a posted step costs through the whole page, session and account included."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.factories import open_step


def post_counted(client, dossier, **answers):
    """The answer, and the statements without the savepoints that the test's own transaction brings."""
    url = reverse("office:finish_step", args=[dossier.uuid, open_step(dossier).uuid])
    with CaptureQueriesContext(connection) as captured:
        response = client.post(url, answers)
    real = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    return response, real


def test_assigning_a_case_costs_at_most_twelve_statements(as_user):
    dossier, client = make.received(), as_user("truongphong")
    response, real = post_counted(client, dossier, assignee=make.user("chuyenvien").pk, comment="")
    assert response.status_code == 302
    assert open_step(dossier).assignee == make.user("chuyenvien")
    assert len(real) <= 12, "\n".join(real)


def test_a_person_who_lost_the_role_since_the_page_was_drawn_gets_nothing(as_user):
    dossier, client = make.received(), as_user("truongphong")
    response, _ = post_counted(client, dossier, assignee=make.user("vanthu").pk, comment="")
    assert response.status_code == 302
    assert open_step(dossier).step_kind == "assign"


def test_a_head_whose_role_is_revoked_is_refused_at_once(as_user):
    dossier, client = make.received(), as_user("truongphong")
    head = make.user("truongphong")
    for appointment in head.appointments.all():
        appointment.grants.filter(role="head_of_unit").delete()
    response, _ = post_counted(client, dossier, assignee=make.user("chuyenvien").pk, comment="")
    assert response.status_code == 403
    assert open_step(dossier).step_kind == "assign"
