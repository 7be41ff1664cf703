"""What the stored fields of this part mean for privacy."""

from motcua.platform.privacy.registry import Notes, none, personal

_ASKED = "invite people to a survey, remind those who have not answered"
_WIPED = "until the results of the round are published"
_OPINION = "estimate satisfaction; nothing leads from the answers to a person"

PERSONAL_DATA: Notes = {
    "SurveyForm": none(
        "key", "version", "kind", "title_vi", "title_en", "definition", "digest", "published_at"
    ),
    "SurveyRound": none(
        "uuid",
        "year",
        "form",
        "form_key",
        "name_vi",
        "name_en",
        "method",
        "weighted",
        "minimum",
        "opens_on",
        "closes_on",
        "state",
        "created_at",
        "closed_at",
        "early_decision",
        "early_reason",
        "published_at",
    ),
    "SurveyTarget": none("uuid", "round", "agency", "error", "population", "seed", "drawn_at"),
    "SurveyStratum": none("target", "procedure", "channel", "place", "population", "planned"),
    "FrameRow": none("target", "stratum", "cases", "drawn")
    | personal("contact", purpose=_ASKED, retention=_WIPED)
    | personal("contact_hash", purpose="ask nobody twice in one frame", retention="as long as the round"),
    "SurveyInvitation": none("uuid", "target", "stratum", "frame_row", "token_hash", "via", "waves", "batch")
    | personal("state", purpose="one answer per invitation; non-response", retention="as long as the round"),
    "SurveyWave": none("target", "number", "at", "addressed", "sent", "last", "until", "ended_at"),
    "Ballot": none("id", "target", "stratum", "day", "mode", "flags")
    | personal("answers", purpose=_OPINION, retention="ten years, as the papers of the index"),
    "BallotReview": none("ballot", "excluded", "reason", "at")
    | personal("by", purpose="who judged a ballot", retention="as long as the ballot"),
    "InterviewReceipt": none("key_hash", "target", "outcome", "day"),
    "SurveyTally": none("target", "respondents", "excluded", "counts", "all_counts", "counted_at"),
}
