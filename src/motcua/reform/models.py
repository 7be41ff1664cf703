"""All models of the reform room, gathered where Django looks for them."""

from motcua.reform.editions.models import IndexEdition
from motcua.reform.papers.models import Paper
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
    "Ballot",
    "BallotReview",
    "FrameRow",
    "IndexEdition",
    "InterviewReceipt",
    "Paper",
    "SurveyForm",
    "SurveyInvitation",
    "SurveyRound",
    "SurveyStratum",
    "SurveyTally",
    "SurveyTarget",
    "SurveyWave",
]
