"""Words of Django's forms that we say in our own way: its Vietnamese is a programmer's."""

from django.utils.translation import gettext_noop

TEXTS = (gettext_noop("This field is required."), gettext_noop("Enter a whole number."))
