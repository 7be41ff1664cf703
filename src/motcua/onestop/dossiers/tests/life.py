"""The life of a dossier in short words, through the services."""

from motcua.demo.papers import sample_paper
from motcua.identity.api import User, get_staff_context
from motcua.onestop.dossiers.services.reception import receive
from motcua.onestop.dossiers.services.submission import submit_dossier
from motcua.onestop.forms.api import attach_file, start_draft, uploads_of
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.forms.tests.samples import XRAY


def staff(username, on=NOW):
    return get_staff_context(user_id=user(username).pk, on=on.date())


def user(username):
    return User.objects.get(username=username)


def filled_draft(citizen, version, answers=XRAY, now=NOW):
    """A draft that lacks nothing: answers and one file for each required paper."""
    organisation = getattr(citizen, "organisation_for_tests", None)
    draft = start_draft(user=citizen, version=version, organisation=organisation, answers=answers, now=now)
    attach_required(draft, version, actor=citizen, now=now)
    return draft


def attach_required(draft, version, *, actor, now=NOW):
    """One file for each required paper."""
    for component in uploads_of(version):
        if component.is_required:
            paper = sample_paper(component)
            attach_file(
                draft_id=draft.pk,
                component=component,
                content=paper.content,
                name=paper.name,
                actor=actor,
                now=now,
            )


def submit(draft, citizen, key=None, now=NOW):
    return submit_dossier(
        draft_id=draft.pk, idempotency_key=key or draft.idempotency_key, actor=citizen, now=now
    )


def receive_at_counter(dossier, now=NOW, username="tiepnhan"):
    return receive(dossier_id=dossier.pk, staff=staff(username, now), now=now)
