"""Parts of pages that many people see alike are drawn once in a process and kept: ``{% remember %}``.

Nothing of one person's page can come into another's: the part is drawn from the named values of the tag alone,
never from the request or the context of the page, and those values are the key under which it is kept. What
belongs to one request only, such as its token, is named after ``fresh``: the part is drawn around a gap, and
every request fills the gap with its own value, escaped.
"""

import re
import secrets
from collections.abc import Collection, Hashable, Mapping, Sequence
from threading import Lock
from typing import Any, Final

from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression
from django.template.loader_tags import BlockNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Drawings of one part; beyond, the oldest goes. Menus and frames stay far below; what surrounds a list may not.
LIMIT: Final = 300
# Nobody outside this process can write a gap into a value.
_SECRET: Final = secrets.token_hex(16)
_GAP: Final = re.compile(f"\x02(\\w+):{_SECRET}\x03")


def gap(name: str) -> SafeString:
    """What a drawing holds in place of the fresh value ``name``."""
    return SafeString(f"\x02{name}:{_SECRET}\x03")


def split_at_gaps(drawn: str, names: Collection[str]) -> list[str]:
    """Texts with the name of a gap between each two. Raises ``TemplateSyntaxError`` when a gap was altered."""
    parts = _GAP.split(drawn)
    if any(_SECRET in text.lower() for text in parts[::2]) or not set(names).issuperset(parts[1::2]):
        raise TemplateSyntaxError("A fresh value is changed inside a remembered part; change it in the tag.")
    return parts


def fill_gaps(parts: Sequence[str], fresh: Mapping[str, str]) -> SafeString:
    """The drawing with the values of one request, which must be HTML already."""
    # Between two texts stands the name of a gap.
    return SafeString("".join([fresh[part] if at % 2 else part for at, part in enumerate(parts)]))


class Kept:
    """Drawings by the values they were made from; the oldest goes when there are too many."""

    def __init__(self) -> None:
        self._drawn: dict[Hashable, list[str]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._drawn)

    def get(self, key: Hashable) -> list[str] | None:
        return self._drawn.get(key)

    def keep(self, key: Hashable, parts: list[str]) -> list[str]:
        with self._lock:
            while len(self._drawn) >= LIMIT:
                del self._drawn[next(iter(self._drawn))]
            self._drawn[key] = parts
        return parts


class RememberNode(Node):
    """One remembered part. Templates are parsed once a process, so the part lives as long as its template."""

    # It holds no blocks, which every page that extends another looks for in all its nodes.
    child_nodelists = ()

    def __init__(
        self,
        nodelist: NodeList,
        known: Mapping[str, FilterExpression],
        fresh: Mapping[str, FilterExpression],
    ) -> None:
        if nodelist.get_nodes_by_type(BlockNode):
            raise TemplateSyntaxError("A remembered part cannot hold blocks: they belong to one page.")
        self.nodelist = nodelist
        self.known, self.fresh = known, fresh
        self._kept = Kept()

    def render(self, context: Context) -> SafeString:
        values = {name: expression.resolve(context) for name, expression in self.known.items()}
        # The types too: a text that is safe as it stands equals one that is not.
        key = (get_language(), *values.values(), *map(type, values.values()))
        parts = self._kept.get(key) or self._kept.keep(key, self._draw(context, values))
        if not self.fresh:
            return SafeString(parts[0])
        filled = {name: conditional_escape(value.resolve(context)) for name, value in self.fresh.items()}
        return fill_gaps(parts, filled)

    def _draw(self, context: Context, values: Mapping[str, Any]) -> list[str]:
        alone = Context({**values, **{name: gap(name) for name in self.fresh}})
        alone.template = context.template
        return split_at_gaps(self.nodelist.render(alone), self.fresh)
