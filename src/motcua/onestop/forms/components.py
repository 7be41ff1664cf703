"""Which papers a dossier asks for, joined with what has been uploaded."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, QuerySet

from motcua.onestop.forms.models import Attachment, FormVersion
from motcua.onestop.forms.rules.conditions import holds
from motcua.onestop.forms.rules.model import ComponentHint, text
from motcua.onestop.forms.versions import load
from motcua.onestop.procedures.models import Component, ProcedureVersion
from motcua.platform.planning import Planned
from motcua.platform.prepared import Param

_NO_HINT = ComponentHint(None, None, None)


@dataclass(frozen=True)
class ComponentState:
    """A paper that these answers ask for. ``attachments`` are those uploaded so far."""

    component: Component
    hint: ComponentHint
    is_required: bool
    attachments: tuple[Attachment, ...]

    @property
    def key(self) -> str:
        return self.component.key

    @property
    def is_missing(self) -> bool:
        return self.is_required and not self.attachments

    @property
    def has_room(self) -> bool:
        return len(self.attachments) < self.component.max_files

    def hint_text(self, language: str) -> str:
        return text(self.hint.hint, language)


@dataclass(frozen=True)
class MissingComponent:
    """A required paper without a file."""

    key: str
    name_vi: str
    name_en: str


def uploads_of(version: ProcedureVersion) -> list[Component]:
    """Components that a person uploads; those made from the e-form are left out."""
    if "components" not in getattr(version, "_prefetched_objects_cache", ()):
        return UPLOADS.all(version=version.pk)
    components = sorted(version.components.all(), key=lambda component: (component.order, component.pk))
    return [component for component in components if not component.is_form]


def _uploads() -> QuerySet[Component]:
    rows = Component.objects.filter(version=Param("version", BigIntegerField()), is_form=False)
    return rows.order_by("order", "pk")


UPLOADS = Planned(_uploads)


def component_states(
    components: Iterable[Component],
    *,
    form: FormVersion,
    data: Mapping[str, Any],
    attachments: Sequence[Attachment] = (),
) -> list[ComponentState]:
    """The components asked for by these answers, in order."""
    hints = load(form).form.components
    states = []
    for component in components:
        hint = hints.get(component.key, _NO_HINT)
        if holds(component.condition, data) and holds(hint.only_if, data):
            own = tuple(item for item in attachments if item.component_key == component.key)
            required = component.is_required if hint.required is None else hint.required
            states.append(ComponentState(component, hint, required, own))
    return states


def missing_components(
    version: ProcedureVersion, data: Mapping[str, Any], present: Collection[str], *, form: FormVersion
) -> list[MissingComponent]:
    """Required papers for which ``present`` (component keys) has no file. One statement."""
    states = component_states(uploads_of(version), form=form, data=data)
    return [
        MissingComponent(state.key, state.component.name_vi, state.component.name_en)
        for state in states
        if state.is_required and state.key not in present
    ]
