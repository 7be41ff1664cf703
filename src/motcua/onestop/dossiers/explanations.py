"""The reasons of a due date as sentences of the reader's language: "why this date"."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.utils.translation import get_language, gettext, ngettext, override

from motcua.onestop.dossiers.parameters import get_parameter
from motcua.onestop.dossiers.rules.explain import Reason

Params = Mapping[str, Any]


class Sentence(NamedTuple):
    """One sentence, the law behind it (may be empty), and whether that was confirmed."""

    text: str
    article: str = ""
    verified: bool = True

    def __str__(self) -> str:
        return f"{self.text} ({self.article})" if self.article else self.text


def describe(
    *, reasons: Iterable[Reason], on: date, language: str | None = None, agency: str = ""
) -> list[Sentence]:
    """The explanation of a deadline in ``language`` (default: that of the reader).

    ``on`` is the day of receipt: the articles named are those in force then.
    """
    with override(language or get_language()):
        return [_sentence(reason, on, agency) for reason in reasons]


def _sentence(reason: Reason, on: date, agency: str) -> Sentence:
    text = SENTENCES[reason.code](reason.params)
    if not reason.rule:
        return Sentence(text, verified=reason.params.get("verified", True))
    parameter = get_parameter(name=reason.rule, on=on, agency=agency)
    article = parameter.article_vi if _is_vietnamese() else parameter.article_en
    return Sentence(text, article, parameter.verified)


def _is_vietnamese() -> bool:
    return (get_language() or "vi").startswith("vi")


def _date(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _time(moment: time | datetime) -> str:
    return f"{moment:%H:%M}"


def _moment(moment: datetime) -> str:
    return f"{moment:%H:%M} {moment:%d/%m/%Y}"


def _days(params: Params) -> str:
    if params["first"] == params["last"]:
        return _date(params["first"])
    return f"{_date(params['first'])}–{_date(params['last'])}"


def _limit(amount: int, unit: str) -> str:
    texts: dict[str, Callable[[], str]] = {
        "working_days": lambda: ngettext("%(n)d working day", "%(n)d working days", amount),
        "hours": lambda: ngettext("%(n)d working hour", "%(n)d working hours", amount),
        "days": lambda: ngettext("%(n)d calendar day", "%(n)d calendar days", amount),
        "months": lambda: ngettext("%(n)d month", "%(n)d months", amount),
        "same_day": lambda: gettext("the same working day"),
    }
    return texts[unit]() % {"n": amount}


def _causes(pauses: Sequence[Mapping[str, str]]) -> str:
    names = {
        "supplement": gettext("waiting for the applicant's additional papers"),
        "payment": gettext("waiting for the fee to be paid"),
        "council": gettext("the expert council is at work"),
    }
    parts = []
    for pause in pauses:
        name = names.get(pause["cause"], pause["cause"])
        parts.append(f"{name} ({pause['ground']})" if pause["ground"] else name)
    return ", ".join(dict.fromkeys(parts))


def _pause(params: Params) -> dict[str, str]:
    end = params["end"]
    return {
        "start": _moment(params["start"]),
        "end": _moment(end) if end else "",
        "cause": _causes(params["pauses"]),
    }


def _official_day(params: Params) -> str:
    name = params["name_vi"] if _is_vietnamese() else params["name_en"]
    texts = {
        "swap_worked": gettext("%(days)s is a working day by official swap: %(name)s."),
        "half_day": gettext("%(days)s is a shortened working day: %(name)s."),
        "closure": gettext("Not counted, the office is closed on %(days)s: %(name)s."),
        "counter_only": gettext(
            "Not counted, papers are taken on %(days)s but the clock stands still: %(name)s."
        ),
    }
    usual = gettext("Not counted, day off %(days)s: %(name)s.")
    return _confirmed(texts.get(params["kind"], usual) % {"days": _days(params), "name": name}, params)


def _end_day(params: Params) -> str:
    """A special day where a limit in calendar days or months ends: it counts, but the term may not end on it."""
    name = params["name_vi"] if _is_vietnamese() else params["name_en"]
    texts = {
        "swap_worked": gettext("%(days)s is a working day by official swap: %(name)s."),
        "half_day": gettext("%(days)s is a shortened working day: %(name)s."),
    }
    usual = gettext("The term cannot end on %(days)s, a day off: %(name)s.")
    return _confirmed(texts.get(params["kind"], usual) % {"days": _days(params), "name": name}, params)


def _confirmed(text: str, params: Params) -> str:
    if params["verified"]:
        return text
    return gettext("%(text)s This day has not been confirmed against an official text.") % {"text": text}


def _left_out(params: Params) -> str:
    if "time" in params:
        minutes = params["time"] // timedelta(minutes=1)
        taken = gettext("%(hours)d h %(minutes)02d min") % {"hours": minutes // 60, "minutes": minutes % 60}
    elif "working_days" in params:
        taken = _limit(params["working_days"], "working_days")
    else:
        taken = _limit(params["days"], "days")
    text = gettext("The clock stood still from %(start)s to %(end)s: %(cause)s. Not counted: %(taken)s.")
    return text % {**_pause(params), "taken": taken}


def _weekend(params: Params) -> str:
    count = params["days"]
    text = ngettext(
        "Not counted: %(n)d weekly day of rest.", "Not counted: %(n)d weekly days of rest.", count
    )
    return text % {"n": count}


SENTENCES: dict[str, Callable[[Params], str]] = {
    "received": lambda p: gettext("Valid papers were received at %(at)s.") % {"at": _moment(p["at"])},
    "limit": lambda p: gettext("The time limit is %(limit)s.") % {"limit": _limit(p["amount"], p["unit"])},
    "reception_limit": lambda p: (
        gettext("The time to receive the dossier or answer is %(limit)s.")
        % {"limit": _limit(p["amount"], p["unit"])}
    ),
    "next_opening": lambda p: (
        gettext("The office was closed; the papers count as received at its next opening, %(at)s.")
        % {"at": _moment(p["at"])}
    ),
    "counted_until": lambda p: (
        gettext("The limit ran from %(start)s until %(until)s.")
        % {"start": _moment(p["start"]), "until": _moment(p["until"])}
    ),
    "restarted": lambda p: (
        gettext(
            "The clock stood still from %(start)s to %(end)s: %(cause)s. Then the whole limit runs again."
        )
        % _pause(p)
    ),
    "day_zero": lambda p: (
        gettext("%(day)s does not count; counting begins on the day after.") % {"day": _date(p["day"])}
    ),
    "hours_from": lambda p: gettext("Office hours count from %(at)s.") % {"at": _moment(p["at"])},
    "missed_same_day": lambda p: (
        gettext("Received at %(at)s, after %(cut_off)s or on a day off: the next working day, %(day)s.")
        % {"at": _moment(p["at"]), "cut_off": _time(p["cut_off"]), "day": _date(p["day"])}
    ),
    "month_end": lambda p: (
        gettext("The month has no such day, so the term ends on its last day, %(day)s.")
        % {"day": _date(p["day"])}
    ),
    "left_out": _left_out,
    "official_day": _official_day,
    "every_day_counts": lambda p: gettext(
        "Every calendar day counts, weekly days of rest and public holidays too; only the last day must be a "
        "working day."
    ),
    "end_day": _end_day,
    "weekend": _weekend,
    "rolled": lambda p: (
        gettext("The last day, %(counted)s, is a day off or lies in a pause; the term ends on %(day)s.")
        % {"counted": _date(p["counted"]), "day": _date(p["day"])}
    ),
    "year_unpublished": lambda p: (
        gettext("The official holidays of %(year)d are not known yet; the date may still change.")
        % {"year": p["year"]}
    ),
    "due": lambda p: gettext("Due at %(at)s.") % {"at": _moment(p["at"])},
    "reception_due": lambda p: gettext("To be received or answered by %(at)s.") % {"at": _moment(p["at"])},
    "stopped": lambda p: (
        gettext(
            "The clock has stood still since %(start)s: %(cause)s. A new date follows when it runs again."
        )
        % _pause(p)
    ),
}


def time_left(*, standing: str, working_days: int, hours: int) -> str:
    """The few words of a worklist, "còn 2 ngày làm việc", from the parts of ``rules.remaining.Remaining``."""
    if standing == "stopped":
        return gettext("clock stopped")
    if standing == "due_today" and hours == 0:
        return gettext("less than one hour left today")
    if standing == "due_today":
        return ngettext("%(n)d hour left today", "%(n)d hours left today", hours) % {"n": hours}
    if standing == "overdue":
        if working_days == 0:
            return gettext("overdue since today")
        text = ngettext("%(n)d working day overdue", "%(n)d working days overdue", working_days)
    else:
        text = ngettext("%(n)d working day left", "%(n)d working days left", working_days)
    return text % {"n": working_days}
