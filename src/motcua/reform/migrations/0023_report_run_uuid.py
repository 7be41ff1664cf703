from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reform", "0022_report_runs")]

    operations = [
        migrations.AddField(
            "reformreport",
            "run_uuid",
            models.UUIDField(blank=True, help_text="the run whose end counts", null=True),
        ),
    ]
