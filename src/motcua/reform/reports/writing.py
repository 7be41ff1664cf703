"""Text with linked figures: the first draft, the text for the paper, the text for the page."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.platform.indicators.api import Kind
from motcua.platform.ui.formats import format_date, format_number
from motcua.reform.reports.figures import OPEN, PageOf, pages_of, read_value
from motcua.reform.reports.models import ReformReport, ReportFigure, ReportSection
from motcua.reform.reports.terms import Outline, list_outlines, needs_words
from motcua.reform.rules.numbers import round_half_up
from motcua.reform.rules.reports import Form, Token, broken_tokens, has_blank, split_text, tokens_in

Figures = Mapping[str, ReportFigure]


def first_texts(figures: Iterable[ReportFigure]) -> dict[str, str]:
    """The text of each section of a new draft by its key; every figure is taken up by the first section that fits."""
    known = list(figures)
    # What nobody knows yet would only fill the page; it can be put in by name.
    left = [figure for figure in known if figure.key != OPEN and figure.value]
    texts = {}
    for outline in list_outlines():
        mine = (
            [figure for figure in left if figure.key.startswith(outline.prefixes)] if outline.prefixes else []
        )
        left = [figure for figure in left if figure not in mine]
        texts[outline.key] = _first_text(outline, mine, {figure.key for figure in known})
    return texts


def _first_text(outline: Outline, figures: list[ReportFigure], known: set[str]) -> str:
    recorded = {figure.key for figure in figures}
    lines = [_list(words, key) for words, key in outline.recorded_lists if key in recorded]
    lines += [_line(figure) for figure in figures]
    # A room that is not there yet offers nothing to list.
    lines += [_list(words, key) for words, key in outline.lists if key in known]
    return "\n".join(lines)


def _list(words: str, key: str) -> str:
    return f"{words}\n[[{key}|list]]"


def _line(figure: ReportFigure) -> str:
    unit = f" {figure.unit}" if figure.unit and figure.kind == Kind.NUMBER else ""
    change = f" ([[{figure.key}|change]])" if figure.kind == Kind.NUMBER else ""
    return f"- {figure.name}: [[{figure.key}]]{unit}{change}."


def is_unwritten(section: ReportSection) -> bool:
    """Whether words are missing: a place left to be filled in, or nothing at all where somebody has to write."""
    if has_blank(section.text):
        return True
    return not section.text.strip() and needs_words(section.key)


def unknown_tokens(texts: Iterable[str], figures: Figures) -> list[str]:
    """What a text names in double brackets and no figure is, brackets and all, in order of the texts, each once."""
    found: list[str] = []
    for text in texts:
        found += (f"[[{token.key}]]" for token in tokens_in(text) if token.key not in figures)
        found += broken_tokens(text)
    return list(dict.fromkeys(found))


def as_words(token: Token, figures: Figures, *, language: str) -> str:
    """A figure as it is read: ``12``, ``tăng 3 so với cùng kỳ``; lists one line a record."""
    figure = figures.get(token.key)
    if figure is None:
        return f"[[{token.key}]]"
    if token.form == Form.CHANGE:
        return _change(figure, language)
    if token.form == Form.LIST:
        return "\n".join(f"- {record['label']}" for record in figure.records) or _nothing(figure, language)
    return value_words(figure.kind, figure.value, language=language)


def value_words(kind: str, text: str, *, language: str) -> str:
    """An exact figure for people: whole numbers as they are, others with two decimals."""
    value = read_value(kind, text)
    if value is None:
        return "chưa có số liệu" if language == "vi" else "no figure"
    if isinstance(value, bool):
        return {"vi": ("không", "có")}.get(language, ("no", "yes"))[value]
    if isinstance(value, date):
        return format_date(value)
    return _number(value, language)


def paper_lines(text: str, figures: Figures) -> list[str]:
    """The paragraphs of the signed document, figures put in; Vietnamese."""
    filled = "".join(
        piece if isinstance(piece, str) else as_words(piece, figures, language="vi")
        for piece in split_text(text)
    )
    return [line.strip() for line in filled.splitlines() if line.strip()]


def pages_of_listed(texts: Iterable[str], figures: Figures, *, is_inside: bool, reader: Any) -> PageOf:
    """The pages of the records that the texts list; all texts of a report at once, so that nothing is asked twice."""
    keys = {token.key for text in texts for token in tokens_in(text) if token.form == Form.LIST}
    records = (record for key in keys & {*figures} for record in figures[key].records)
    return pages_of(records, is_inside=is_inside, reader=reader)


def as_html(text: str, figures: Figures, report: ReformReport, *, page_of: PageOf) -> SafeString:
    """The same for the page: each figure leads to the records behind it, each record to a page of the reader's."""
    language = get_language() or "vi"
    link: Callable[[Token], SafeString] = lambda token: _linked(  # noqa: E731
        token, figures, report, language, page_of=page_of
    )
    pieces = (escape(piece) if isinstance(piece, str) else link(piece) for piece in split_text(text))
    lines = (line for line in "".join(pieces).splitlines() if line.strip())
    return SafeString("".join(f"<p>{line}</p>" for line in lines))


def _linked(
    token: Token, figures: Figures, report: ReformReport, language: str, *, page_of: PageOf
) -> SafeString:
    figure = figures.get(token.key)
    words = as_words(token, figures, language=language)
    if figure is None:
        hint = _("No figure has this name")
        return format_html('<mark title="{}">{}</mark>', hint, words)
    address = reverse("reports:figure", args=[report.uuid, token.key])
    if token.form == Form.LIST:
        lines = (_record_line(record, page_of=page_of) for record in figure.records)
        return SafeString("\n".join(lines) or escape(words))
    return format_html('<a href="{}" title="{}">{}</a>', address, figure.name, words)


def _record_line(record: dict[str, Any], *, page_of: PageOf) -> SafeString:
    address = page_of(record)
    if address:
        return format_html('- <a href="{}">{}</a>', address, record["label"])
    return format_html("- {}", record["label"])


def _change(figure: ReportFigure, language: str) -> str:
    now, before = read_value(figure.kind, figure.value), read_value(figure.kind, figure.earlier)
    if not isinstance(now, Fraction) or not isinstance(before, Fraction):
        return "không có số liệu cùng kỳ" if language == "vi" else "no figure a year before"
    if now == before:
        return "bằng cùng kỳ năm trước" if language == "vi" else "as a year before"
    amount = _number(abs(now - before), language)
    if language == "vi":
        return f"{'tăng' if now > before else 'giảm'} {amount} so với cùng kỳ năm trước"
    return f"{amount} {'more' if now > before else 'fewer'} than a year before"


def _number(value: Fraction, language: str) -> str:
    if value.denominator == 1:
        return format_number(value.numerator, language=language)
    return format_number(round_half_up(value, 2), language=language)


def _nothing(figure: ReportFigure, language: str) -> str:
    if not figure.value:
        return f"- {'Chưa có số liệu' if language == 'vi' else 'No figure'}."
    return "- Không có." if language == "vi" else "- None."
