"""A paper's file as an answer to somebody who may read it."""

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from motcua.identity.api import StaffContext
from motcua.platform.files.api import file_response
from motcua.reform.papers.models import Paper
from motcua.reform.papers.policies import policy
from motcua.reform.papers.rendering import render_draft


def paper_file_response(*, paper: Paper, staff: StaffContext, inline: bool = True) -> HttpResponseBase:
    """The stored PDF, or of a draft one made now. Raises ``Paper.DoesNotExist`` for who may not read it."""
    if not policy.visible(Paper.objects.filter(pk=paper.pk), staff).exists():
        raise Paper.DoesNotExist
    if paper.file is not None:
        response: FileResponse = file_response(paper.file, inline=inline)
        return response
    return _draft(paper)


def _draft(paper: Paper) -> HttpResponse:
    response = HttpResponse(render_draft(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="du-thao-{paper.uuid}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = (
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    response["Cache-Control"] = "private, no-store"
    return response
