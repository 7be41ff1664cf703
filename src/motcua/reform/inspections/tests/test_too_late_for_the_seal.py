"""From a signature too late for its seal to numbered notices, with real keys and real documents."""

from datetime import timedelta

import pytest

from motcua.platform.files.api import read
from motcua.platform.signing.api import verify_pdf
from motcua.reform.inspections.choices import Remedying, Stage
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services import conclusions
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.steps import NOW, fresh, staff
from motcua.reform.inspections.tests.test_terms import FIRST_ALLOWED, HEAD, conclude
from motcua.reform.papers.api import cancel_paper, get_paper, seal_paper, sign_paper

pytestmark = pytest.mark.usefixtures("real_signing", "at_office_time")

LATER = NOW + timedelta(days=2)
IN_TIME = FIRST_ALLOWED + timedelta(days=30)


def test_a_conclusion_too_late_for_its_seal_is_withdrawn_corrected_and_issued():
    inspection = steps.drafted(shortcomings=[steps.found(deadline=FIRST_ALLOWED)])
    paper = sign_paper(paper=conclude(inspection), staff=staff("gd.snv"), now=NOW)
    with pytest.raises(InspectionRefused, match="deadline_short_conclusion") as refused:
        seal_paper(paper=paper, staff=staff("vt.snv"), now=LATER)
    assert "01/12/2026" in refused.value.message
    cancel_paper(paper=get_paper(uuid=paper.uuid), reason="Quá hạn", staff=staff("gd.snv"), now=LATER)
    shortcoming = inspection.shortcomings.get()
    conclusions.change_shortcoming(
        shortcoming=shortcoming, found=steps.found(deadline=IN_TIME), staff=staff(HEAD), now=LATER
    )
    again = conclusions.submit_conclusion(
        inspection=fresh(inspection), response="", staff=staff("quanly.cchc"), now=LATER
    )
    steps.issue(again, LATER)
    notice = inspection.notices.get().paper
    steps.issue(notice, LATER)
    papers = [get_paper(uuid=each.uuid) for each in (paper, again, notice)]
    assert [each.symbol for each in papers] == ["01/KL-SNV", "02/KL-SNV", "01/SNV-CCHC"]
    for each in papers[1:]:
        verdict = verify_pdf(read(each.file))
        assert (each.state, verdict.status, len(verdict.signatures)) == ("sealed", "valid", 2)
    shortcoming.refresh_from_db()
    assert (shortcoming.state, shortcoming.deadline) == (Remedying.OPEN, IN_TIME)
    assert fresh(inspection).stage == Stage.CONCLUDED
