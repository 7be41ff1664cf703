"""The door to initiatives for the rooms above: every step as a service that takes ``now``."""

from motcua.reform.initiatives.models import (
    Initiative,
    InitiativeCouncil,
    InitiativeReview,
    Level,
    MemberRole,
)
from motcua.reform.initiatives.queries import list_progress
from motcua.reform.initiatives.services._base import InitiativeRefused
from motcua.reform.initiatives.services.checking import accept_initiative, return_initiative
from motcua.reform.initiatives.services.councils import Seat, put_before_council, set_up_council
from motcua.reform.initiatives.services.drafting import Author, Content, begin_initiative, submit_initiative
from motcua.reform.initiatives.services.recognising import draft_decision, record_national
from motcua.reform.initiatives.services.scoring import cast_ballot, close_scoring
from motcua.reform.initiatives.services.spreading import record_replication, set_target

__all__ = [
    "Author",
    "Content",
    "Initiative",
    "InitiativeCouncil",
    "InitiativeRefused",
    "InitiativeReview",
    "Level",
    "MemberRole",
    "Seat",
    "accept_initiative",
    "begin_initiative",
    "cast_ballot",
    "close_scoring",
    "draft_decision",
    "list_progress",
    "put_before_council",
    "record_national",
    "record_replication",
    "return_initiative",
    "set_target",
    "set_up_council",
    "submit_initiative",
]
