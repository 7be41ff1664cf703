from django.db import migrations, models
from django.db.models import F, Q


def end_former(apps, schema_editor):
    """Until now a wave was sent as a whole before it was written down."""
    waves = apps.get_model("reform", "SurveyWave")
    waves.objects.update(addressed=F("sent"), ended_at=F("at"))


class Migration(migrations.Migration):
    dependencies = [("reform", "0019_keep_effects_of_closed_rounds")]

    operations = [
        migrations.AddField(
            "surveyinvitation",
            "batch",
            models.UUIDField(
                blank=True, help_text="the one press of a button that issued these cards", null=True
            ),
        ),
        migrations.AddField(
            "surveywave",
            "addressed",
            models.PositiveIntegerField(
                default=0, help_text="messages and letters that are due when it begins"
            ),
            preserve_default=False,
        ),
        migrations.AddField("surveywave", "ended_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "surveywave",
            "last",
            models.BigIntegerField(default=0, help_text="key of the invitation sent last"),
        ),
        migrations.AddField(
            "surveywave",
            "until",
            models.BigIntegerField(default=0, help_text="key of the last invitation addressed"),
            preserve_default=False,
        ),
        migrations.AlterField(
            "surveywave",
            "sent",
            models.PositiveIntegerField(default=0, help_text="messages and letters of this wave so far"),
        ),
        migrations.RunPython(end_former, migrations.RunPython.noop),
        migrations.AddConstraint(
            "surveywave",
            models.UniqueConstraint(
                condition=Q(("ended_at__isnull", True)),
                fields=("target",),
                name="survey_one_wave_at_a_time",
            ),
        ),
    ]
