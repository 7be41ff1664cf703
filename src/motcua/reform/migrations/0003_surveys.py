import django.core.serializers.json
import django.db.models.deletion
import motcua.platform.ids
import motcua.platform.privacy.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0103_roles_of_reform'),
        ('platform', '0102_attempt_counts'),
        ('reform', '0002_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('mode', models.CharField(choices=[('online', 'Answered alone'), ('interview', 'Interview')], max_length=10)),
                ('answers', models.JSONField(help_text='item → value; what was left empty is missing')),
                ('flags', models.JSONField(default=list, help_text='doubts about quality, judged when it came in')),
            ],
            options={
                'db_table': 'reform_survey_ballot',
            },
        ),
        migrations.CreateModel(
            name='SurveyStratum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('procedure', models.CharField(blank=True, max_length=200)),
                ('channel', models.CharField(blank=True, max_length=60)),
                ('place', models.CharField(blank=True, max_length=120)),
                ('population', models.PositiveIntegerField(default=0)),
                ('planned', models.PositiveIntegerField(default=0, help_text='share of the sample')),
            ],
            options={
                'db_table': 'reform_survey_stratum',
            },
        ),
        migrations.CreateModel(
            name='BallotReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('excluded', models.BooleanField()),
                ('reason', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='reform.ballot')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'reform_survey_review',
            },
        ),
        migrations.CreateModel(
            name='SurveyForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('version', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('sipas', 'Satisfaction (five-point scale)'), ('option', 'Rating by options'), ('other', 'Other')], max_length=10)),
                ('title_vi', models.CharField(max_length=300)),
                ('title_en', models.CharField(max_length=300)),
                ('definition', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('digest', models.CharField(help_text='SHA-256 of the definition', max_length=64)),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'reform_survey_form',
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='survey_form_version')],
            },
        ),
        migrations.CreateModel(
            name='SurveyRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=motcua.platform.ids.new_uuid, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField()),
                ('form_key', models.CharField(help_text='key of the form: one round of each a year', max_length=40)),
                ('name_vi', models.CharField(max_length=300)),
                ('name_en', models.CharField(blank=True, max_length=300)),
                ('method', models.CharField(choices=[('mean', 'Mean of the factors'), ('pooled', 'All answers together'), ('mean_score', 'Mean score'), ('overall_question', 'The overall question alone')], default='mean', max_length=20)),
                ('weighted', models.BooleanField(default=False, help_text='strata count by their share of the population')),
                ('minimum', models.PositiveIntegerField(help_text='fewer respondents than this are not shown')),
                ('opens_on', models.DateField()),
                ('closes_on', models.DateField(help_text='last day of answering')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('open', 'Open'), ('closed', 'Closed'), ('published', 'Published')], default='planned', max_length=10)),
                ('created_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reform.surveyform')),
            ],
            options={
                'db_table': 'reform_survey_round',
            },
        ),
        migrations.CreateModel(
            name='FrameRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contact', motcua.platform.privacy.fields.EncryptedTextField(blank=True, help_text='JSON: name, phone, email, address, language')),
                ('contact_hash', models.CharField(help_text='keyed hash: the same contact stands once in a frame', max_length=64)),
                ('drawn', models.BooleanField(default=False)),
                ('stratum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reform.surveystratum')),
            ],
            options={
                'db_table': 'reform_survey_frame',
            },
        ),
        migrations.AddField(
            model_name='ballot',
            name='stratum',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reform.surveystratum'),
        ),
        migrations.CreateModel(
            name='SurveyTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=motcua.platform.ids.new_uuid, editable=False, unique=True)),
                ('error', models.CharField(help_text='e of the sample size, a fraction', max_length=20)),
                ('population', models.PositiveIntegerField(default=0, help_text='N: transactions or people of the frame')),
                ('seed', models.CharField(blank=True, help_text='with it the draw can be repeated', max_length=40)),
                ('drawn_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.agency')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='reform.surveyround')),
            ],
            options={
                'db_table': 'reform_survey_target',
            },
        ),
        migrations.CreateModel(
            name='SurveyTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('respondents', models.PositiveIntegerField()),
                ('excluded', models.PositiveIntegerField()),
                ('counts', models.JSONField()),
                ('all_counts', models.JSONField()),
                ('counted_at', models.DateTimeField()),
                ('target', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='tally', to='reform.surveytarget')),
            ],
            options={
                'db_table': 'reform_survey_tally',
            },
        ),
        migrations.AddField(
            model_name='surveystratum',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='strata', to='reform.surveytarget'),
        ),
        migrations.CreateModel(
            name='SurveyInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('via', models.CharField(choices=[('email', 'E-mail'), ('sms', 'Text message'), ('post', 'Letter'), ('card', 'Card with a code')], max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'Not sent yet'), ('sent', 'Sent'), ('answered', 'Answered'), ('unreachable', 'Not reached')], default='waiting', max_length=12)),
                ('waves', models.PositiveSmallIntegerField(default=0, help_text='how often it was sent: 1 and reminders')),
                ('frame_row', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reform.framerow')),
                ('stratum', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reform.surveystratum')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='reform.surveytarget')),
            ],
            options={
                'db_table': 'reform_survey_invitation',
            },
        ),
        migrations.CreateModel(
            name='InterviewReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_hash', models.CharField(max_length=64, unique=True)),
                ('outcome', models.CharField(max_length=20)),
                ('day', models.DateField()),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reform.surveytarget')),
            ],
            options={
                'db_table': 'reform_survey_receipt',
            },
        ),
        migrations.AddField(
            model_name='framerow',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frame', to='reform.surveytarget'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='reform.surveytarget'),
        ),
        migrations.CreateModel(
            name='SurveyWave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='1 invites, later ones remind')),
                ('at', models.DateTimeField()),
                ('sent', models.PositiveIntegerField(help_text='messages and letters of this wave')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='reform.surveytarget')),
            ],
            options={
                'db_table': 'reform_survey_wave',
            },
        ),
        migrations.AddConstraint(
            model_name='surveyround',
            constraint=models.UniqueConstraint(fields=('form_key', 'year'), name='survey_round_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='surveyround',
            constraint=models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='survey_round_window'),
        ),
        migrations.AddConstraint(
            model_name='surveytarget',
            constraint=models.UniqueConstraint(fields=('round', 'agency'), name='survey_target_once'),
        ),
        migrations.AddConstraint(
            model_name='surveystratum',
            constraint=models.UniqueConstraint(fields=('target', 'procedure', 'channel', 'place'), name='survey_stratum_once'),
        ),
        migrations.AddIndex(
            model_name='surveyinvitation',
            index=models.Index(fields=['target', 'state'], name='survey_invitation_state'),
        ),
        migrations.AddConstraint(
            model_name='framerow',
            constraint=models.UniqueConstraint(fields=('target', 'contact_hash'), name='survey_frame_once'),
        ),
        migrations.AddConstraint(
            model_name='surveywave',
            constraint=models.UniqueConstraint(fields=('target', 'number'), name='survey_wave_once'),
        ),
    ]
