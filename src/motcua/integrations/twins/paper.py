"""Plain pages of the twins."""

from collections.abc import Sequence
from html import escape

from starlette.responses import HTMLResponse

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; color: #1b2430; margin: 0 auto; max-width: 70rem; }}
body {{ padding: 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border: 1px solid #d9dee5; padding: .4rem .6rem; text-align: left; overflow-wrap: anywhere; }}
pre {{ font: inherit; white-space: pre-wrap; }}
iframe {{ border: 1px solid #d9dee5; }}
</style></head>
<body>
<p><a href="/">Hệ thống mô phỏng</a></p>
<h1>{title}</h1>
{body}
</body></html>"""


def page(title: str, body: str) -> HTMLResponse:
    """A page of trusted ``body`` markup; the browser is told to run nothing in it."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'"
    return HTMLResponse(
        _PAGE.format(title=escape(title), body=body), headers={"Content-Security-Policy": policy}
    )


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markup of a table; the cells are trusted markup, escaped by the caller."""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def mode_form(action: str, modes: Sequence[str], current: str) -> str:
    """Buttons that choose how the twin behaves."""
    buttons = "".join(
        f'<button name="mode" value="{escape(mode)}"{" disabled" if mode == current else ""}>'
        f"{escape(mode)}</button> "
        for mode in modes
    )
    return f'<form method="post" action="{escape(action)}"><p>Chế độ: {buttons}</p></form>'
