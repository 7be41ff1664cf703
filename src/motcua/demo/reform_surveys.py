"""Surveys of the demonstration: two years of counted rounds and one that can be answered today, all fictional."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from motcua.identity.api import list_agencies
from motcua.reform.surveys.api import (
    Candidate,
    Contact,
    PastStratum,
    RoundPlan,
    RoundRefused,
    Submission,
    code_of,
    draw_sample,
    import_frame,
    issue_cards,
    load_forms,
    open_round,
    plan_round,
    sampling_error,
    send_wave,
    submit,
    take_over_round,
)

_DATA = Path(__file__).parent / "data" / "reform" / "surveys.json"
_NAMES = Path(__file__).parent / "data" / "names.json"
_FIRST_HOUR, _LAST_HOUR = time(8), time(17)
Report = Callable[[str], object]
Data = Mapping[str, Any]


def load_surveys(*, now: datetime, report: Report) -> None:
    """Rounds of the data file with drawn answers, and one of this year's that is open; twice changes nothing."""
    report("Loading the surveys…")
    data: Data = json.loads(_DATA.read_text(encoding="utf-8"))
    forms = {form.key: form for form in load_forms(now=now)}
    for past in data["rounds"]:
        for key in data["names"]:
            _load_past(data, past, forms[key].pk, key, forms[key].definition)
    _load_open(data, forms["sipas"].pk, forms["sipas"].definition, now)


def _load_past(data: Data, past: Data, form_id: int, key: str, definition: Data) -> None:
    opens, closes = date.fromisoformat(past["opens"]), date.fromisoformat(past["closes"])
    agencies = {
        code: _strata(data, agency, past["year"], key, definition, opens, _chance(data, code, key, opens))
        for code, agency in data["agencies"].items()
    }
    take_over_round(
        plan=_plan(data, key, form_id, past["year"], opens, closes),
        agencies=agencies,
        now=_moment(opens - timedelta(days=20), _FIRST_HOUR),
        closed_at=_moment(closes, _LAST_HOUR),
        published_at=_moment(date.fromisoformat(past["published"]), _FIRST_HOUR),
    )


def _plan(data: Data, key: str, form_id: int, year: int, opens: date, closes: date) -> RoundPlan:
    name_vi, name_en = (name.format(year=year) for name in data["names"][key])
    return RoundPlan(
        year=year,
        form_id=form_id,
        name_vi=name_vi,
        name_en=name_en,
        opens_on=opens,
        closes_on=closes,
        agency_ids=(),
    )


def _strata(
    data: Data, agency: Data, year: int, key: str, definition: Data, opens: date, chance: Random
) -> list[PastStratum]:
    own = agency[str(year)]
    response = data["response"][key]
    if key != "sipas":
        raters = data["raters"][key]
        rows = [
            _rating(data, own["options"], definition, chance) for _number in range(round(raters * response))
        ]
        return [PastStratum(population=raters, invited=raters, answers=_dated(rows, opens, chance))]
    online = round(own["respondents"] * agency["online_share"])
    sizes = (online, own["respondents"] - online)
    shares = (agency["online_share"], 1 - agency["online_share"])
    return [
        PastStratum(
            channel=channel,
            place=data["places"][0],
            population=round(agency["population"] * share),
            invited=round(size / response),
            answers=_dated(
                [_likert(data, own["satisfied"], definition, chance) for _n in range(size)], opens, chance
            ),
        )
        for channel, size, share in zip(data["channels"], sizes, shares, strict=True)
    ]


def _dated(rows: list[dict[str, str]], opens: date, chance: Random) -> list[tuple[date, Mapping[str, str]]]:
    return [(opens + timedelta(days=chance.randrange(30)), row) for row in rows]


def _likert(data: Data, satisfied: float, definition: Data, chance: Random) -> dict[str, str]:
    """One person's answers: a mood of their own around the agency's share; some questions are skipped."""
    mood = chance.uniform(-0.08, 0.08)
    answers = {"overall": _level(chance, satisfied + mood)}
    for section in definition["sections"]:
        share = satisfied + data["factors"][section["key"]] + mood
        for item in section["items"]:
            if chance.random() >= data["skip"][section["key"]]:
                answers[item["key"]] = _level(chance, share)
    return answers


def _level(chance: Random, share: float) -> str:
    if chance.random() < share:
        return "5" if chance.random() < 0.35 else "4"
    return chance.choices(("3", "2", "1"), weights=(70, 22, 8))[0]


def _rating(data: Data, weights: Sequence[int], definition: Data, chance: Random) -> dict[str, str]:
    items = [item["key"] for section in definition["sections"] for item in section["items"]]
    return {
        item: "E" if chance.random() < data["no_opinion"] else chance.choices("ABCD", weights=weights)[0]
        for item in items
    }


def _load_open(data: Data, form_id: int, definition: Data, now: datetime) -> None:
    """This year's round: people drawn from a frame, cards to try out, and a first few answers."""
    today, span = timezone.localdate(now), data["open"]
    opens, closes = today - timedelta(days=span["days_before"]), today + timedelta(days=span["days_after"])
    ids = {agency.code: agency.pk for agency in list_agencies()}
    codes = [code for code in data["agencies"] if code in ids]
    plan = _plan(data, "sipas", form_id, today.year, opens, closes)
    begun = _moment(opens, _FIRST_HOUR)
    try:
        current = plan_round(
            plan=RoundPlan(
                **{**plan.__dict__, "agency_ids": [ids[code] for code in codes], "weighted": True}
            ),
            staff=None,
            now=begun,
        )
    except RoundRefused:
        return
    targets = {target.agency.code: target for target in current.targets.select_related("agency")}
    cards = {}
    for code in codes:
        chance = _chance(data, code, "frame")
        import_frame(
            target_id=targets[code].pk, candidates=list(_people(data, chance)), staff=None, now=begun
        )
        draw_sample(target_id=targets[code].pk, error=sampling_error(on=opens), staff=None, now=begun)
        cards[code] = issue_cards(
            target_id=targets[code].pk,
            number=span["cards"],
            stratum_id=targets[code].strata.earliest("pk").pk,
            staff=None,
            now=begun,
        )
    open_round(round_id=current.pk, staff=None, now=begun)
    for code in codes:
        send_wave(target_id=targets[code].pk, staff=None, now=begun)
    _answer_some(data, definition, targets["SKHCN"], now)


def _people(data: Data, chance: Random) -> Iterator[Candidate]:
    names = json.loads(_NAMES.read_text(encoding="utf-8"))
    for number in range(data["open"]["contacts"]):
        given = f"{chance.choice(names['middle_men'])} {chance.choice(names['men'])}"
        street = f"{number + 1} {chance.choice(names['streets'])}, {chance.choice(names['wards'])}"
        yield Candidate(
            contact=Contact(name=f"{chance.choice(names['family'])} {given}", address=street),
            channel=data["channels"][number % 2],
            place=data["places"][0],
        )


def _answer_some(data: Data, definition: Data, target: Any, now: datetime) -> None:
    chance = _chance(data, "open")
    drawn = target.invitations.filter(frame_row__isnull=False).order_by("pk")[: data["open"]["answers"]]
    for number, invitation in enumerate(drawn, start=1):
        answers = _likert(data, 0.92, definition, chance)
        # One straight line, given in a hurry: something for the quality check to find.
        hurried = number == 1
        row = dict.fromkeys(answers, "5") if hurried else answers
        seconds = 9.0 if hurried else chance.uniform(90, 400)
        submit(
            code=code_of(invitation.uuid),
            submission=Submission(answers=row, seconds=seconds, device=f"demo {number}"),
            now=now - timedelta(minutes=20 * (data["open"]["answers"] + 1 - number)),
        )


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, timezone.get_current_timezone())


def _chance(data: Data, *what: object) -> Random:
    """Chance that is the same on every installation."""
    return Random(" ".join(map(str, (data["seed"], *what))))  # noqa: S311 - fictional answers, not secrets
