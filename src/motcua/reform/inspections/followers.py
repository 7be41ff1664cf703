"""What follows when documents of inspections are sealed or cancelled."""

from motcua.reform.inspections.policies import teams_kept_from
from motcua.reform.inspections.services import (
    conclusions,
    plans,
    teams,
    visits,
    waiting_papers,
    written_notices,
    written_reminders,
)
from motcua.reform.papers.api import Follower, follow, keep_from


def register() -> None:
    """Called once when Django is ready."""
    followed = {
        plans.PLAN: (plans.on_plan_sealed, plans.on_plan_cancelled),
        teams.DECISION: (teams.on_decision_sealed, teams.on_decision_cancelled),
    }
    for subject_type, (sealed, cancelled) in followed.items():
        follow(subject_type=subject_type, follower=Follower(sealed=sealed, cancelled=cancelled))
    follow(
        subject_type=written_reminders.WRITTEN_REMINDER,
        follower=Follower(
            preparing=written_reminders.on_letter_to_be_signed,
            sealed=written_reminders.on_letter_sealed,
            cancelled=written_reminders.on_letter_cancelled,
        ),
    )
    follow(
        subject_type=visits.NOTICE,
        follower=Follower(
            caution=waiting_papers.caution_about_visit,
            preparing=visits.on_notice_to_be_signed,
            sealed=visits.on_notice_sealed,
            cancelled=visits.on_notice_cancelled,
        ),
    )
    follow(
        subject_type=conclusions.CONCLUSION,
        follower=Follower(
            caution=waiting_papers.caution_about_conclusion,
            preparing=conclusions.on_conclusion_to_be_signed,
            sealed=conclusions.on_conclusion_sealed,
            cancelled=conclusions.on_conclusion_cancelled,
        ),
    )
    follow(
        subject_type=written_notices.WRITTEN_NOTICE,
        follower=Follower(
            caution=waiting_papers.caution_about_written_notice,
            preparing=written_notices.on_written_notice_to_be_signed,
            sealed=written_notices.on_written_notice_sealed,
            cancelled=written_notices.on_written_notice_cancelled,
        ),
    )
    keep_from(subject_type=teams.DECISION, records=teams_kept_from)
