"""Ratings of dossiers; what was said stays: rows are added, never changed or removed, whoever asks."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

FORWARD = """
create function onestop_rating_guard() returns trigger language plpgsql as $$
begin
    raise exception 'ratings are append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger onestop_rating_append_only before update or delete on onestop_rating
    for each row execute function onestop_rating_guard();
create trigger onestop_rating_no_truncate before truncate on onestop_rating
    for each statement execute function onestop_rating_guard();
"""
BACKWARD = """
drop trigger onestop_rating_append_only on onestop_rating;
drop trigger onestop_rating_no_truncate on onestop_rating;
drop function onestop_rating_guard();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("onestop", "0110_dossiers_by_receiver"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("ordinal", models.PositiveSmallIntegerField(default=1)),
                (
                    "way",
                    models.CharField(
                        choices=[("account", "From the account"), ("tracking", "From the tracking page")],
                        max_length=10,
                    ),
                ),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Very dissatisfied"),
                            (2, "Dissatisfied"),
                            (3, "Neither"),
                            (4, "Satisfied"),
                            (5, "Very satisfied"),
                        ]
                    ),
                ),
                (
                    "access",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Very dissatisfied"),
                            (2, "Dissatisfied"),
                            (3, "Neither"),
                            (4, "Satisfied"),
                            (5, "Very satisfied"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "procedure",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Very dissatisfied"),
                            (2, "Dissatisfied"),
                            (3, "Neither"),
                            (4, "Satisfied"),
                            (5, "Very satisfied"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "officials",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Very dissatisfied"),
                            (2, "Dissatisfied"),
                            (3, "Neither"),
                            (4, "Satisfied"),
                            (5, "Very satisfied"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "result",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Very dissatisfied"),
                            (2, "Dissatisfied"),
                            (3, "Neither"),
                            (4, "Satisfied"),
                            (5, "Very satisfied"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "feedback",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Very dissatisfied"),
                            (2, "Dissatisfied"),
                            (3, "Neither"),
                            (4, "Satisfied"),
                            (5, "Very satisfied"),
                        ],
                        null=True,
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=1000)),
                (
                    "rated_on",
                    models.DateField(
                        help_text="day of the first rating of the dossier: the period it counts in"
                    ),
                ),
                ("given_on", models.DateField(help_text="day of this row")),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="onestop.dossier",
                    ),
                ),
            ],
            options={
                "db_table": "onestop_rating",
                "indexes": [models.Index(fields=["rated_on"], name="rating_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "ordinal"), name="rating_ordinal_once"),
                    models.CheckConstraint(
                        condition=models.Q(("score__range", (1, 5))), name="rating_score_1_to_5"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("access__isnull", True), ("access__range", (1, 5)), _connector="OR"
                        ),
                        name="rating_access_1_to_5",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("procedure__isnull", True), ("procedure__range", (1, 5)), _connector="OR"
                        ),
                        name="rating_procedure_1_to_5",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("officials__isnull", True), ("officials__range", (1, 5)), _connector="OR"
                        ),
                        name="rating_officials_1_to_5",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result__isnull", True), ("result__range", (1, 5)), _connector="OR"
                        ),
                        name="rating_result_1_to_5",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("feedback__isnull", True), ("feedback__range", (1, 5)), _connector="OR"
                        ),
                        name="rating_feedback_1_to_5",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
