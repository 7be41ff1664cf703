"""Every sentence of the product is seen by the tool that extracts the messages to translate."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src"
TRANSLATING = frozenset(
    f"{kind}gettext{late}" for kind in ("", "n", "p", "np") for late in ("", "_lazy", "_noop")
) | {"_"}


def unseen(source: str) -> Iterator[int]:
    """Lines with a translation called inside an f-string, which extraction takes for text and passes over."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr) and any(map(is_translation, ast.walk(node))):
            yield node.lineno


def is_translation(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    return name in TRANSLATING


def test_translations_inside_f_strings_are_found():
    text = """one = f"{_('Hidden')} {number}"\ntwo = f"{number} {ngettext('day', 'days', 2) % {'n': 2}}"\n"""
    assert list(unseen(text)) == [1, 2]
    assert list(unseen("""title = _("Seen")\nline = f"{title}: {number}"\n""")) == []


def test_no_translation_is_called_inside_an_f_string():
    found = [
        f"{path.relative_to(SOURCES)}:{line}"
        for path in sorted(SOURCES.rglob("*.py"))
        for line in unseen(path.read_text(encoding="utf-8"))
    ]
    assert found == []
