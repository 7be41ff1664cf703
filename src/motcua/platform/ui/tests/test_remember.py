import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import override

from motcua.platform.ui.remember import LIMIT, RememberNode
from motcua.platform.ui.templatetags import ui

HOSTILE = "\"><script>alert(1)</script>&'\x02next:\x03"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def draw(template: Template, **values: object) -> str:
    return template.render(Context(values))


def note_drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A filter named ``noted`` for the test, and what passed through it."""
    drawn: list[str] = []

    def note(name: str) -> str:
        drawn.append(name)
        return name

    monkeypatch.setitem(ui.register.filters, "noted", note)
    return drawn


def test_a_part_is_drawn_once_for_the_same_values(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = note_drawings(monkeypatch)
    page = Template("{% remember theme=theme %}{{ theme|noted }}{% endremember %}")
    assert [draw(page, theme=theme) for theme in ("dark", "dark", "light")] == ["dark", "dark", "light"]
    assert drawn == ["dark", "light"]


def test_a_part_sees_nothing_but_its_named_values() -> None:
    page = Template("{% remember theme=theme %}[{{ secret }}{{ request }}{{ user }}]{% endremember %}")
    assert draw(page, theme="dark", secret="of Lan", request="r", user="Lan") == "[]"


def test_a_part_is_kept_apart_for_each_language() -> None:
    page = Template("{% load i18n %}{% remember %}{% translate 'Sign in' %}{% endremember %}")
    with override("vi"):
        vietnamese = draw(page)
    with override("en"):
        assert draw(page) == "Sign in" != vietnamese


def test_a_fresh_value_is_each_requests_own() -> None:
    page = Template("{% remember fresh token=token %}<i>{{ token }}</i>{% endremember %}")
    assert [draw(page, token=token) for token in ("one", "two")] == ["<i>one</i>", "<i>two</i>"]


def test_a_hostile_fresh_value_is_escaped_and_opens_no_gap() -> None:
    page = Template(
        '{% remember fresh path=path next=next %}<a title="{{ path }}">{{ next }}</a>{% endremember %}'
    )
    html = draw(page, path=HOSTILE, next="of Lan")
    assert "<script>" not in html
    assert html.count("of Lan") == 1
    assert draw(page, path="/", next="of Minh") == '<a title="/">of Minh</a>'


def test_a_hostile_named_value_is_escaped() -> None:
    page = Template("{% remember name=name %}<b>{{ name }}</b>{% endremember %}")
    assert "<script>" not in draw(page, name=HOSTILE)


def test_a_text_that_is_safe_does_not_vouch_for_its_twin() -> None:
    page = Template("{% remember name=name %}{{ name }}{% endremember %}")
    assert draw(page, name=SafeString("<b>")) == "<b>"
    assert draw(page, name="<b>") == "&lt;b&gt;"


def test_a_fresh_value_that_is_filtered_inside_is_refused() -> None:
    page = Template("{% remember fresh path=path %}{{ path|urlencode }}{% endremember %}")
    with pytest.raises(TemplateSyntaxError):
        draw(page, path="/")


@pytest.mark.parametrize(
    "source",
    [
        "{% remember %}{% block content %}{% endblock %}{% endremember %}",
        "{% remember theme %}{% endremember %}",
    ],
)
def test_blocks_and_unnamed_values_are_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(source)


def test_a_part_keeps_a_bounded_number_of_drawings() -> None:
    page = Template("{% remember path=path %}{{ path }}{% endremember %}")
    for number in range(LIMIT + 5):
        draw(page, path=str(number))
    (node,) = page.nodelist.get_nodes_by_type(RememberNode)
    assert isinstance(node, RememberNode)
    assert len(node._kept) == LIMIT


@pytest.mark.django_db
def test_two_people_never_share_a_token_a_name_or_an_address() -> None:
    pages = {}
    for name in ("Lan", "Minh"):
        user = get_user_model().objects.create(username=name, full_name=f"Người {name}")
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        pages[name] = client.get("/office/ui/", {"face": "office", "q": f"tìm {name}", "x": HOSTILE})
    bodies = {name: page.content.decode() for name, page in pages.items()}
    tokens = {name: set(TOKEN.findall(body)) for name, body in bodies.items()}
    assert not tokens["Lan"] & tokens["Minh"]
    for name, other in (("Lan", "Minh"), ("Minh", "Lan")):
        assert name in bodies[name]
        assert other not in bodies[name]
        assert "<script>alert" not in bodies[name]


@pytest.mark.django_db
def test_the_token_of_a_remembered_form_is_accepted() -> None:
    client = Client(enforce_csrf_checks=True)
    for wanted in ("en", "vi"):
        token = TOKEN.search(client.get("/office/ui/", {"face": "portal"}).content.decode())
        assert token is not None
        answer = client.post(
            reverse("ui:preferences"),
            {"csrfmiddlewaretoken": token[1], "language": wanted, "next": "/office/ui/"},
        )
        assert answer.status_code == 302
        assert client.cookies["motcua_language"].value == wanted
