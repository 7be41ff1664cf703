from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reform", "0012_plan_dates"),
    ]

    operations = [
        migrations.AddField(
            model_name="surveyround",
            name="early_decision",
            field=models.CharField(
                blank=True, help_text="document that ended answering before its last day", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="surveyround",
            name="early_reason",
            field=models.TextField(blank=True),
        ),
    ]
