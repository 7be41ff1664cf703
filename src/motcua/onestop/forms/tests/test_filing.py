"""One dossier from the start page to the receipt, with scripts off."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.onestop.forms.models import Draft
from motcua.onestop.forms.rules.binding import Binder, posted_names
from motcua.onestop.forms.rules.parsing import merge
from motcua.onestop.forms.tests.samples import XRAY, pdf
from motcua.onestop.forms.versions import load


def begin(client, user, key="xray-licence-new"):
    url = reverse("forms:start", args=[key])
    assert client.get(url).status_code == 200
    response = client.post(url, {"applicant": str(user.organisation_for_tests.uuid)})
    assert response.status_code == 302
    return Draft.objects.get(user=user)


def page_post(draft, page_key, answers):
    """What a browser would send for one page, given these answers."""
    form = load(draft.form).form
    data = merge(draft.data, {})
    for key, value in answers.items():
        data[key] = {**data.get(key, {}), **value} if isinstance(value, dict) else value
    binder = Binder(form=form, data=data, errors={}, language="vi", locked=frozenset(draft.locked))
    return posted_names(binder.page(form.page(page_key)))


def url_of(draft, page_key):
    return reverse("forms:page", args=[draft.uuid, page_key])


def upload_all(client, draft):
    names = ("establishment-decision", "officer-certificate", "verification-certificate")
    files = {
        f"file.{name}": SimpleUploadedFile(f"{name}.pdf", pdf(name), content_type="application/pdf")
        for name in names
    }
    return client.post(url_of(draft, "giay-to"), {**files, "_action": "continue"})


def fill_everything(client, draft):
    for page in load(draft.form).form.pages:
        if page.kind == "files":
            response = upload_all(client, draft)
        else:
            response = client.post(url_of(draft, page.key), page_post(draft, page.key, XRAY))
        assert response.status_code == 302, (
            page.key,
            re.findall(r"(?s)mc-summary.*?</ul>", response.content.decode()),
        )
    return response


@pytest.mark.django_db
def test_a_citizen_files_a_dossier_without_any_script(signed_in, citizen):
    draft = begin(signed_in, citizen)
    response = fill_everything(signed_in, draft)
    assert response["Location"] == reverse("forms:review", args=[draft.uuid])

    review = signed_in.get(response["Location"]).content.decode()
    assert "X-quang chụp răng" in review
    assert "5.000.000" in review
    response = signed_in.post(reverse("forms:review", args=[draft.uuid]), {"declared": "yes"})
    assert response["Location"] == reverse("forms:receipt", args=[draft.uuid])

    receipt = signed_in.get(response["Location"]).content.decode()
    draft.refresh_from_db()
    assert str(draft.submitted_as) in receipt
    assert "<svg" in receipt
    for told in (str(draft.version.name_vi), "Công ty TNHH Phòng khám Bình Minh", "Vì sao", "giờ làm việc"):
        assert told in receipt, told
    assert draft.submitted_as.fee_total == 5_000_000
    assert draft.submitted_as.applicant_name == "Công ty TNHH Phòng khám Bình Minh"
    assert draft.submitted_as.attachments.count() == 3
