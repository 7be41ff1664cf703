"""Fields that a page sends by itself: nobody typed them, so a wrong one says what to do, not what a UUID is."""

from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

_SEND_AGAIN: Final = _(
    "The page was not sent as it was shown, and nothing was done. Check what was typed and send it once more."
)
_OPEN_AGAIN: Final = _(
    "The page was not sent as it was shown, and nothing was done. Open it again and repeat what was typed."
)


def _saying(words: Any, field: forms.Field) -> None:
    """Whatever is wrong with the value, the person is told the same: nobody sees or mends it on the page."""
    names = (*field.error_messages, "max_length", "min_value", "max_value")
    field.error_messages = dict.fromkeys(names, words)
    for validator in field.validators:
        if hasattr(validator, "message"):
            validator.message = words


class HiddenKey(forms.UUIDField):
    """A key made with the page: sent twice, it does one thing. A page without one gets another, to be sent again."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.HiddenInput, **options)
        _saying(_SEND_AGAIN, self)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the page shows again of what was sent."""
        try:
            return str(UUID(str(data)))
        except ValueError:
            return str(uuid4())


class HiddenText(forms.CharField):
    """What stood there when the page was opened."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.HiddenInput, **options)
        _saying(_OPEN_AGAIN, self)


class HiddenNumber(forms.IntegerField):
    """A revision or a count of when the page was opened."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.HiddenInput, **options)
        _saying(_OPEN_AGAIN, self)


class HiddenDate(forms.DateField):
    """A day as the page showed it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"], **options)
        _saying(_OPEN_AGAIN, self)
