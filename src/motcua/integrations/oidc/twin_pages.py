"""Pages of the e-identity twin. They say plainly that nothing here is real."""

from collections.abc import Mapping
from html import escape
from typing import Any

from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse

MODES: Mapping[str, str] = {
    "normal": "Bình thường",
    "declined": "Người dùng từ chối",
    "slow": "Trả lời rất chậm",
    "down": "Máy chủ lỗi (502)",
    "provider_error": "Hệ thống báo lỗi (server_error)",
    "forged": "Chữ ký sai",
    "expired": "Mã thông báo hết hạn",
    "replayed": "Mã thông báo của phiên khác (nonce)",
    "swapped": "Thông tin của người khác (sub)",
    "level_too_low": "Mức định danh quá thấp",
    "missing_claim": "Thiếu số định danh",
}
PASSED_ON = (
    "response_type",
    "client_id",
    "redirect_uri",
    "state",
    "nonce",
    "scope",
    "code_challenge",
    "code_challenge_method",
)
_STYLE = """
body{font:16px/1.6 'Be Vietnam Pro',system-ui,sans-serif;color:#1B2430;background:#F5F6F8;margin:0}
main{max-width:40rem;margin:2rem auto;padding:1.5rem;background:#fff;border:1px solid #D9DEE5}
.twin{background:#FFF4E0;border:2px solid #B7791F;padding:.75rem 1rem;border-radius:6px}
fieldset{border:1px solid #D9DEE5;border-radius:6px;margin:1rem 0;padding:.5rem 1rem}
label{display:block;padding:.4rem 0}
small{color:#4A5565}
button{font:inherit;padding:.6rem 1.2rem;border:1px solid #1F4E79;background:#fff;color:#1F4E79}
button.main{background:#1F4E79;color:#fff}
select{font:inherit;max-width:100%;padding:.4rem}
"""
_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Định danh điện tử – mô phỏng</title><style>{style}</style></head><body><main>
<h1>Định danh điện tử (mô phỏng)</h1>
<p class="twin"><strong>Đây không phải VNeID.</strong> Trang này đóng vai hệ thống định danh điện tử
để chạy thử; mọi người và tổ chức ở đây đều hư cấu.<br>
<span lang="en"><strong>This is not VNeID</strong> but a twin of it for demonstration and tests;
every person and organisation here is fictional.</span></p>
{body}</main></body></html>"""


def notice_page(text: str) -> HTMLResponse:
    return _page(f"<p>{escape(text)}</p>")


def authorize_page(accounts: list[dict[str, Any]], asked: QueryParams) -> HTMLResponse:
    """Choose who one is, and what should go wrong."""
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(asked.get(name, ""))}">' for name in PASSED_ON
    )
    people = "".join(_choice(number, account) for number, account in enumerate(accounts))
    modes = "".join(f'<option value="{name}">{escape(text)}</option>' for name, text in MODES.items())
    return _page(
        f'<form method="post" action="/oidc/authorize">{hidden}'
        f"<fieldset><legend>Chọn tài khoản / Choose an account</legend>{people}</fieldset>"
        '<p><label for="mode">Tình huống / Situation</label>'
        f'<select id="mode" name="mode">{modes}</select></p>'
        '<p><button class="main" type="submit">Đồng ý và tiếp tục / Agree and continue</button> '
        '<button type="submit" name="mode" value="declined">Từ chối / Decline</button></p></form>'
    )


def _choice(number: int, account: dict[str, Any]) -> str:
    organisation = account.get("organisation")
    checked = " checked" if number == 0 else ""
    title = f"{organisation['name']} – {account['name']}" if organisation else account["name"]
    kind = "Tài khoản tổ chức / organisation account" if organisation else "Cá nhân / person"
    return (
        f'<label><input type="radio" name="account" value="{number}"{checked}> {escape(title)}<br>'
        f"<small>{kind}; mức / level {account['assurance_level']}</small></label>"
    )


def _page(body: str) -> HTMLResponse:
    # No form-action rule: the answer of the form leads back to the portal, wherever that runs.
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    html = _PAGE.format(style=_STYLE, body=body)
    return HTMLResponse(html, headers={"Content-Security-Policy": policy})
