"""Where a dossier stands, as the public page and the applicant's own page show it: drawn in Python, escaped here."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.platform.ui.parts import escaped, status_tag, summary_list


def draw_standing(page: Mapping[str, Any]) -> SafeString:
    """State, next step, facts and the reasons of the date; ``page`` of ``tracking_page`` or of the account."""
    tone, late = page["tone"], status_tag(_("Late"), "late") if page["is_late"] else ""
    step = f"<p>{escaped(page['next_step'])}</p>" if page["next_step"] else ""
    return SafeString(
        f'<div class="mc-panel tone-{escaped(tone)}">\n'
        f'  <p class="mc-code">{escaped(str(page["dossier"]))}</p>\n'
        f"  <p>{status_tag(page['state'], tone)} {late}</p>\n"
        f"  {step}\n</div>\n{summary_list(page['rows'])}\n{_reasons(page['sentences'])}"
    )


def _reasons(sentences: Sequence[Any]) -> str:
    if not sentences:
        return ""
    lines = "".join(map(_reason, sentences))
    word = escaped(_("Why this date"))
    return (
        f'<details class="mc-fold">\n  <summary>{word}</summary>\n  <ol>\n    {lines}\n  </ol>\n</details>\n'
    )


def _reason(sentence: Any) -> str:
    article = ""
    if sentence.article:
        article = f' <span class="text-muted text-small">({escaped(sentence.article)})</span>'
    return f"<li>{escaped(sentence.text)}{article}</li>"
