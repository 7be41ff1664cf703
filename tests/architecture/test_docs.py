"""The reference pages name what the code has, and links in the documentation lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from motcua.cli import main
from motcua.onestop.dossiers.rules.states import TABLE, Transition

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *DOCS.rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
TABLE_PAGE = DOCS / "reference" / "transition-table.md"


def read(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


def variables_of_settings() -> set[str]:
    folder = ROOT / "src" / "motcua" / "config" / "settings"
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    return set(re.findall(r"""env(?:\.\w+)?\(\s*["'](MOTCUA_\w+)["']""", text))


def commands_of(group: click.Group, prefix: str = "motcua") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands_of(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def test_every_variable_of_the_settings_is_described() -> None:
    described = set(re.findall(r"^\| `(MOTCUA_\w+)` \|", read("settings.md"), re.MULTILINE))
    assert variables_of_settings() - described == set()


def test_every_command_and_option_is_described() -> None:
    rows = {
        row.split("`")[1]: row for row in read("commands.md").splitlines() if row.startswith("| `motcua ")
    }
    for name, command in commands_of(main):
        assert name in rows
        options = [
            option for part in command.params if isinstance(part, click.Option) for option in part.opts
        ]
        assert [option for option in options if f"`{option}`" not in rows[name]] == []


def row_of(transition: Transition) -> str:
    """The start of a line of the page: event, states it may happen in, state it leads to."""
    allowed = ", ".join(str(int(state)) for state in sorted(transition.allowed_in))
    target = "same" if transition.leads_to is None else str(int(transition.leads_to))
    return f"| `{transition.kind}` | {allowed} | {target} |"


@pytest.mark.parametrize("kind", sorted(TABLE))
def test_every_transition_stands_in_the_table_page(kind: str) -> None:
    assert row_of(TABLE[kind]) in TABLE_PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    targets = [target.split("#")[0] for target in LINK.findall(text)]
    relative = [target for target in targets if target and not re.match(r"[a-z]+:", target)]
    assert [target for target in relative if not (page.parent / target).exists()] == []


def test_every_decision_is_in_the_index() -> None:
    index = (DOCS / "adr" / "README.md").read_text(encoding="utf-8")
    decisions = [path.name for path in sorted((DOCS / "adr").glob("0*.md"))]
    assert [name for name in decisions if f"({name})" not in index] == []
