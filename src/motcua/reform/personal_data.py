"""What the stored fields of the reform room mean for privacy, gathered from its parts."""

from motcua.platform.privacy.registry import Notes
from motcua.reform.editions.personal_data import PERSONAL_DATA as EDITIONS
from motcua.reform.initiatives.personal_data import PERSONAL_DATA as INITIATIVES
from motcua.reform.inspections.personal_data import PERSONAL_DATA as INSPECTIONS
from motcua.reform.papers.personal_data import PERSONAL_DATA as PAPERS
from motcua.reform.plan.personal_data import PERSONAL_DATA as PLAN
from motcua.reform.reports.personal_data import PERSONAL_DATA as REPORTS
from motcua.reform.results.personal_data import PERSONAL_DATA as RESULTS
from motcua.reform.season.personal_data import PERSONAL_DATA as SEASON
from motcua.reform.surveys.personal_data import PERSONAL_DATA as SURVEYS

PERSONAL_DATA: Notes = {
    **EDITIONS,
    **INITIATIVES,
    **INSPECTIONS,
    **PAPERS,
    **PLAN,
    **REPORTS,
    **RESULTS,
    **SEASON,
    **SURVEYS,
}
