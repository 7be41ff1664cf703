"""A form as fields to draw, for people and for interviewers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from motcua.reform.rules.survey_forms import Form, Item, Words

# Names of fields cannot meet those of the page itself (code, started, page).
PREFIX = "q_"


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One part of the form as the page shows it."""

    number: int
    title: str
    fields: Sequence[Mapping[str, Any]]


def topics_of(*, form: Form, answers: Mapping[str, str], language: str) -> list[Topic]:
    """Every section, and the overall question as a part of its own, with what was answered so far."""
    parts: list[tuple[str, Sequence[Item]]] = [
        (section.words.in_language(language), section.items) for section in form.sections
    ]
    if form.overall:
        parts.append((_OVERALL.in_language(language), (form.overall,)))
    return [
        Topic(number=number, title=title, fields=[_field(form, item, answers, language) for item in items])
        for number, (title, items) in enumerate(parts, start=1)
    ]


def answers_in(data: QueryDict, form: Form) -> dict[str, str]:
    """Answers as posted, empty ones left out; what the form does not ask is not looked at."""
    given = ((item.key, data.get(PREFIX + item.key, "")) for item in form.items)
    return {key: value for key, value in given if value}


def hidden(answers: Mapping[str, str], shown: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Names and values of answers that other parts of the page hold."""
    names = {field["name"] for field in shown}
    return [(PREFIX + key, value) for key, value in answers.items() if PREFIX + key not in names]


_OVERALL = Words(vi="Đánh giá chung", en="Overall")


def _field(form: Form, item: Item, answers: Mapping[str, str], language: str) -> dict[str, Any]:
    chosen = answers.get(item.key, "")
    return {
        "kind": "radios",
        "id": PREFIX + item.key,
        "name": PREFIX + item.key,
        "label": item.words.in_language(language),
        "choices": [
            {
                "value": answer.value,
                "label": answer.words.in_language(language),
                "selected": answer.value == chosen,
            }
            for answer in form.answers
        ],
    }
