"""All models of the reform room, gathered where Django looks for them."""

from motcua.reform.editions.models import IndexEdition
from motcua.reform.papers.models import Paper
from motcua.reform.season.appraisal_models import (
    Appeal,
    Appraiser,
    CouncilMember,
    Motion,
    Opinion,
    Vote,
)
from motcua.reform.season.evidence_models import (
    EvidenceItem,
    EvidenceLink,
)
from motcua.reform.season.models import (
    CriterionAssignment,
    ExtraEntry,
    MetricValue,
    Scorecard,
    ScoreEntry,
    Season,
    SeasonDate,
)
from motcua.reform.surveys.models import (
    Ballot,
    BallotReview,
    FrameRow,
    InterviewReceipt,
    SurveyForm,
    SurveyInvitation,
    SurveyRound,
    SurveyStratum,
    SurveyTally,
    SurveyTarget,
    SurveyWave,
)

__all__ = [
    "Appeal",
    "Appraiser",
    "Ballot",
    "BallotReview",
    "CouncilMember",
    "CriterionAssignment",
    "EvidenceItem",
    "EvidenceLink",
    "ExtraEntry",
    "FrameRow",
    "IndexEdition",
    "InterviewReceipt",
    "MetricValue",
    "Motion",
    "Opinion",
    "Paper",
    "ScoreEntry",
    "Scorecard",
    "Season",
    "SeasonDate",
    "SurveyForm",
    "SurveyInvitation",
    "SurveyRound",
    "SurveyStratum",
    "SurveyTally",
    "SurveyTarget",
    "SurveyWave",
    "Vote",
]
