"""Parts of pages that many people see alike are drawn once in a process and kept: ``{% remember %}``.

Nothing of one person's page can come into another's: the part is drawn from the named values of the tag alone,
never from the request or the context of the page, and those values are the key under which it is kept. What
belongs to one request only, such as its token, is named after ``fresh``: the part is drawn around a gap, and
every request fills the gap with its own value, escaped.
"""

import re
import secrets
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression
from django.template.loader_tags import BlockNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Drawings of one part; beyond, the oldest goes. Languages × themes × sizes × roles stay far below.
LIMIT: Final = 300
# Nobody outside this process can write a gap into a value.
_SECRET: Final = secrets.token_hex(16)
_GAP: Final = re.compile(f"\x02(\\w+):{_SECRET}\x03")


class RememberNode(Node):
    """One remembered part. Templates are parsed once a process, so the part lives as long as its template."""

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
        self._drawn: dict[tuple[Any, ...], list[str]] = {}
        self._lock = Lock()

    def render(self, context: Context) -> SafeString:
        values = {name: expression.resolve(context) for name, expression in self.known.items()}
        # The types too: a text that is safe as it stands equals one that is not.
        key = (get_language(), *values.values(), *map(type, values.values()))
        parts = self._drawn.get(key)
        if parts is None:
            parts = self._keep(key, self._draw(context, values))
        if not self.fresh:
            return SafeString(parts[0])
        filled = {name: conditional_escape(value.resolve(context)) for name, value in self.fresh.items()}
        # Between two texts stands the name of a gap.
        return SafeString("".join([filled[part] if at % 2 else part for at, part in enumerate(parts)]))

    def _draw(self, context: Context, values: Mapping[str, Any]) -> list[str]:
        gaps = {name: f"\x02{name}:{_SECRET}\x03" for name in self.fresh}
        alone = Context({**values, **gaps})
        alone.template = context.template
        parts = _GAP.split(self.nodelist.render(alone))
        if any(_SECRET in text for text in parts[::2]):
            raise TemplateSyntaxError(
                "A fresh value is changed inside a remembered part; change it in the tag."
            )
        return parts

    def _keep(self, key: tuple[Any, ...], parts: list[str]) -> list[str]:
        with self._lock:
            while len(self._drawn) >= LIMIT:
                del self._drawn[next(iter(self._drawn))]
            self._drawn[key] = parts
        return parts
