import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A plan with a scan was typed, one without was signed here or taken over.
FORWARD = """
update reform_plan set date_basis = case when file_id is null then 'kept' else 'typed' end where issued_on is not null
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reform", "0011_written_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="reformplan",
            name="date_basis",
            field=models.CharField(
                blank=True,
                choices=[
                    ("paper", "signed in this system"),
                    ("signature", "time stamp of the document's own signature"),
                    ("kept", "taken over from another system"),
                    ("confirmed", "confirmed by the leader"),
                    ("typed", "not confirmed"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="reformplan",
            name="noted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop, elidable=True),
    ]
