"""The small parts that pages repeat by the dozen, drawn in Python: a template takes ten times as long for each.

Every text is escaped here, by :func:`escaped`; the templates ``ui/*.html`` of the same names and the tags lead
to these functions, so that a part has one drawing.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any, Final

from django.template.defaultfilters import linebreaksbr
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.platform.ui.formats import format_datetime, format_number

TAG_ICONS: Final = {
    "done": "circle-check",
    "waiting": "clock-pause",
    "late": "alert-triangle",
    "info": "progress",
}
DUE_ICONS: Final = {
    "late": "alert-triangle",
    "waiting": "clock-exclamation",
    "done": "circle-check",
    "paused": "player-pause",
}
TIMELINE_ICONS: Final = {"late": "alert-triangle", "waiting": "clock-pause"}
Entry = Mapping[str, Any]


@lru_cache(maxsize=1024)
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """An icon of the sprite; decorative unless ``label`` gives it a name."""
    sprite = static("ui/icons.svg")
    if label:
        return format_html(
            '<svg class="icon {}" width="20" height="20" role="img" aria-label="{}">'
            '<use href="{}#{}"/></svg>',
            css, label, sprite, name,
        )  # fmt: skip
    return format_html(
        '<svg class="icon {}" width="20" height="20" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"/></svg>',
        css, sprite, name,
    )  # fmt: skip


def escaped(value: Any) -> str:
    """Text as HTML; what is safe already stays. Django's own function takes five times as long for plain text."""
    return escape(value) if type(value) is str else str(conditional_escape(value))


def local(value: date | datetime) -> date | datetime:
    """A moment in the office's time zone; anything else as it is."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(timezone.get_default_timezone())
    return value


def status_tag(label: str, tone: str = "neutral", symbol: str = "") -> SafeString:
    """Colour, word and icon together; ``tone``: neutral, info, done, waiting, late."""
    drawn = icon(symbol or TAG_ICONS.get(tone, "circle-dashed"))
    # The line end keeps neighbouring tags apart.
    return SafeString(f'<span class="mc-tag {_tone(tone)}">{drawn}{escaped(label)}</span>\n')


def due(tone: str, text: str, at: datetime | None = None) -> SafeString:
    """How near a promised date is; ``tone``: late, waiting, done, paused, neutral."""
    late = " mc-due-late" if tone == "late" else ""
    moment = ""
    if at:
        dot = '<span class="mc-due-dot"> · </span>'
        moment = f'<span class="mc-due-at text-muted text-small">{dot}{_time(at)}</span>'
    drawn = icon(DUE_ICONS.get(tone, "clock"))
    return SafeString(
        f'<span class="mc-due{late} {_tone(tone)}">{drawn}<span>{escaped(text)}{moment}</span></span>'
    )


def tabs(label: str, entries: Iterable[Entry]) -> SafeString:
    """Pages side by side; ``entries`` as in the README of this room."""
    drawn = "".join(map(_tab, entries))
    name = escaped(label)
    return SafeString(f'<nav class="mc-tabs no-print" aria-label="{name}"><ul>{drawn}</ul></nav>')


def timeline(entries: Iterable[Entry]) -> SafeString:
    """What has happened and what will; the keys of an entry are in the README of this room."""
    return SafeString(f'<ol class="mc-timeline">{"".join(map(_timeline_entry, entries))}</ol>')


def summary_list(rows: Iterable[Entry], *, compact: bool = False) -> SafeString:
    """Labels with their values; ``rows`` as in the README of this room."""
    narrow = " mc-list-compact" if compact else ""
    return SafeString(f'<dl class="mc-list{narrow}">{"".join(map(_summary_row, rows))}</dl>')


def _tab(entry: Entry) -> str:
    count, current = "", ' aria-current="page"' if entry.get("current") else ""
    number = entry.get("count")
    if number is not None:
        tone = f" {_tone(entry['tone'])}" if entry.get("tone") and number else ""
        count = (
            f'<span class="mc-count{tone}">{format_number(number, language=get_language() or "vi")}</span>'
        )
    symbol = icon(entry["icon"]) if entry.get("icon") else ""
    url, label = escaped(entry["url"]), escaped(entry["label"])
    return f'<li><a href="{url}"{current}>{symbol}{label}{count}</a></li>'


def _timeline_entry(entry: Entry) -> str:
    get = entry.get
    state, title = get("state"), escaped(get("title") or "")
    if get("url"):
        title = SafeString(f'<a href="{escaped(get("url") or "")}">{title}</a>')
    current = ' aria-current="step"' if state == "current" else ""
    parts = [
        f'<li class="{_timeline_class(entry)}"{current}>',
        f'\n  <span class="mc-timeline-mark">{_timeline_mark(entry)}</span>',
        f'\n  <p class="mc-timeline-title">{title}{_timeline_hint(state)}</p>',
    ]
    at, meta = get("at"), escaped(get("meta") or "")
    if at or meta:
        between = " · " if at and meta else ""
        parts.append(f'\n  <p class="mc-timeline-meta">{_time(at) if at else ""}{between}{meta}</p>')
    if get("text"):
        parts.append(f'\n  <p class="mc-timeline-text">{escaped(get("text") or "")}</p>')
    return "".join([*parts, "\n</li>"])


def _timeline_class(entry: Entry) -> str:
    state = entry.get("state")
    if state in ("current", "future"):
        return f"mc-timeline-{state}"
    return _tone(entry.get("tone") or "done")


def _timeline_mark(entry: Entry) -> str:
    if entry.get("icon"):
        return icon(entry["icon"])
    if entry.get("state") == "future":
        return ""
    if entry.get("state") == "current":
        return icon("loader")
    return icon(TIMELINE_ICONS.get(entry.get("tone") or "", "check"))


def _timeline_hint(state: str | None) -> str:
    if state not in ("current", "future"):
        return ""
    word = _("now") if state == "current" else _("not yet")
    return f' <span class="visually-hidden">({escaped(word)})</span>'


def _summary_row(row: Entry) -> str:
    label, change = escaped(row["label"]), ""
    if row.get("change_url"):
        url, word = escaped(row["change_url"]), escaped(_("Change"))
        hidden = f'<span class="visually-hidden"> {label}</span>'
        change = f'\n  <dd class="mc-list-change no-print"><a href="{url}">{word}{hidden}</a></dd>'
    return f"<div>\n  <dt>{label}</dt>\n  <dd>{_summary_value(row)}</dd>{change}\n</div>"


def _summary_value(row: Entry) -> str:
    if row.get("lines"):
        return "".join(f"<p>{escaped(line)}</p>" for line in row["lines"])
    value = row.get("value")
    if type(value) is str and value:
        return escape(value) if value.isprintable() else linebreaksbr(value)
    if value or value == 0:
        return str(linebreaksbr(value))
    word = _("Not given")
    return f'<span class="text-muted">{escaped(word)}</span>'


def _tone(tone: str) -> str:
    return f"tone-{escaped(tone or 'neutral')}"


def _time(at: date | datetime) -> str:
    moment = local(at)
    shown = format_datetime(moment) if isinstance(moment, datetime) else ""
    return f'<time datetime="{moment.isoformat()}">{shown}</time>'
