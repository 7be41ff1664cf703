"""Official working time as dated rows, each with its source. Helpers build kernel calendars from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from motcua.platform.history import track_rows


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("Public holiday")
    COMPENSATORY = "compensatory", _("Day off in lieu")
    SWAP_OFF = "swap_off", _("Day off by official swap")
    SWAP_WORKED = "swap_worked", _("Working day by official swap")
    CLOSURE = "closure", _("Emergency closure")
    COUNTER_ONLY = "counter_only", _("Counter open, clock stopped")
    HALF_DAY = "half_day", _("Shortened working day")


@track_rows
class CalendarDay(models.Model):
    """One day that differs from the weekly pattern. ``calendar`` is "VN" or an agency's code."""

    calendar = models.CharField(max_length=40, default="VN")
    day = models.DateField()
    kind = models.CharField(max_length=20, choices=DayKind.choices)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)
    sessions = models.CharField(
        max_length=100, blank=True, help_text="hours that replace those of the day: 07:30-11:30,13:00-17:00"
    )

    class Meta:
        db_table = "platform_calendar_day"
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="one_rule_per_day")]


@track_rows
class OfficeHours(models.Model):
    """One opening interval of the week, valid from a date until the next set of hours begins."""

    calendar = models.CharField(max_length=40, default="VN")
    valid_from = models.DateField()
    weekday = models.PositiveSmallIntegerField(help_text="0 = Monday")
    opens = models.TimeField()
    closes = models.TimeField()
    clock_runs = models.BooleanField(default=True, help_text="off: papers are taken, the clock stands still")
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)

    class Meta:
        db_table = "platform_office_hours"
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "valid_from", "weekday", "opens"], name="one_opening_per_time"
            )
        ]


class CalendarVersion(models.Model):
    """One row whose number rises with every change: each process sees cheaply that it must reload."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "platform_calendar_version"
