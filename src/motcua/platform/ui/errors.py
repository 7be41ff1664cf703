"""Errors of a page in one shape, whether they come from Django forms, formsets or the e-form renderer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BaseForm, BaseFormSet


@dataclass(frozen=True)
class FieldError:
    """One message and the id of the control it belongs to (empty: the page as a whole)."""

    message: str
    target: str


def form_errors(source: BaseForm | BaseFormSet[BaseForm] | list[FieldError] | None) -> list[FieldError]:
    """Flatten the errors of a form, a formset or a ready list, in the order of the fields."""
    if source is None or isinstance(source, list):
        return source or []
    if isinstance(source, BaseFormSet):
        return list(_formset_errors(source))
    return list(_of_form(source))


def _formset_errors(formset: BaseFormSet[BaseForm]) -> Iterator[FieldError]:
    if not formset.is_bound:
        return
    for message in formset.non_form_errors():
        yield FieldError(str(message), "")
    for form in formset.forms:
        yield from _of_form(form)


def _of_form(form: BaseForm) -> Iterator[FieldError]:
    if not form.is_bound:
        return
    for message in form.non_field_errors():
        yield FieldError(str(message), "")
    for name in form.fields:
        bound = form[name]
        for message in bound.errors:
            if bound.is_hidden:
                # Nobody sees the field: its name says nothing, and no link leads to it.
                yield FieldError(str(message), "")
                continue
            # A group of radios has no control of its own: its first button takes the focus.
            target = bound.id_for_label or f"{bound.auto_id}_0"
            # Django's own messages do not say which field they mean; away from the field they must.
            yield FieldError(f"{bound.label}: {message}", target)
