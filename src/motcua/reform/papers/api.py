"""The door to numbered, signed documents of this room: decisions, notices, plans, certificates, reports.

How a part uses it::

    from motcua.reform.papers.api import Follower, PaperKind, follow, make_paper

    paper = make_paper(                       # in the part's own service, inside its transaction
        kind=PaperKind.NOTICE, agency=agency, title="Thông báo …", made_by=user, now=now,
        template="reform/papers/typst/document.typ",      # or a Typst file of the part
        data={"heading": "Thông báo", "subject": "…", "sections": [{"heading": "1. …", "paragraphs": ["…"]}],
              "recipients": ["Như Điều 3", "…"], "archive": "VT, VP"},
        subject=("inspection", inspection.uuid), addressees=[other_agency],
    )
    # then link to {% url 'papers:paper' paper.uuid %}: leader and clerk sign and seal it on that page.

    follow(subject_type="inspection", follower=Follower(sealed=on_sealed))    # once, from followers.py of the part
    def on_sealed(paper, now): ...            # runs in the transaction that records the seal
    # caution=… says on the page of a waiting paper what seal or signature would refuse, before anybody tries
    let_read(subject_type="inspection", records=visible_inspections)     # who beyond agency and addressees reads it

Or the part's own page calls ``sign_paper`` and ``seal_paper``: outside a transaction, since keys and timestamps come
from other machines; both answer the paper as it is when it was signed or sealed before.

The document itself: ``decision.typ`` (subject, authority, bases, proposal, articles, table, appendices),
``document.typ`` (heading, subject, addressee, bases, sections, ending, appendices) and ``certificate.typ`` (heading,
subject, authority, bases, act, facts, ending) in ``reform/papers/typst``; all take recipients and archive. A section
is (heading, paragraphs, facts, table), a table (title, columns, rows, widths, numbers where rows have their own, and
numeric: the columns of figures, from 0, set at the right), every cell a text. Name of the agency, number, date,
signer, QR and code are added here.
"""

from motcua.reform.papers.cautions import way_out
from motcua.reform.papers.models import WAITING, Paper, PaperKind, PaperState
from motcua.reform.papers.policies import policy as paper_policy
from motcua.reform.papers.ports import keep_from, let_read
from motcua.reform.papers.queries import (
    get_paper,
    get_paper_for,
    list_papers_for,
    list_papers_of,
    readable_papers,
)
from motcua.reform.papers.responses import paper_file_response
from motcua.reform.papers.services import (
    Caution,
    Follower,
    FollowerRefused,
    PaperRefused,
    cancel_paper,
    caution_about,
    follow,
    make_paper,
    revise_paper,
    seal_paper,
    sign_paper,
    void_paper,
)

__all__ = [
    "WAITING",
    "Caution",
    "Follower",
    "FollowerRefused",
    "Paper",
    "PaperKind",
    "PaperRefused",
    "PaperState",
    "cancel_paper",
    "caution_about",
    "follow",
    "get_paper",
    "get_paper_for",
    "keep_from",
    "let_read",
    "list_papers_for",
    "list_papers_of",
    "make_paper",
    "paper_file_response",
    "paper_policy",
    "readable_papers",
    "revise_paper",
    "seal_paper",
    "sign_paper",
    "void_paper",
    "way_out",
]
