"""Published forms, ballots and judgements about them stay as they are, whoever asks the database."""

from django.db import migrations

FORWARD = """
create function reform_survey_guard() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger reform_survey_form_frozen before update or delete on reform_survey_form
    for each row execute function reform_survey_guard();
create trigger reform_survey_ballot_frozen before update or delete on reform_survey_ballot
    for each row execute function reform_survey_guard();
create trigger reform_survey_review_frozen before update or delete on reform_survey_review
    for each row execute function reform_survey_guard();
create function reform_survey_tally_guard() returns trigger language plpgsql as $$
begin
    if exists (select 1 from reform_survey_target t join reform_survey_round r on r.id = t.round_id
               where t.id = old.target_id and r.state = 'published') then
        raise exception 'results of a published round stay as they are' using errcode = 'insufficient_privilege';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger reform_survey_tally_frozen before update or delete on reform_survey_tally
    for each row execute function reform_survey_tally_guard();
"""
BACKWARD = """
drop trigger reform_survey_tally_frozen on reform_survey_tally;
drop trigger reform_survey_review_frozen on reform_survey_review;
drop trigger reform_survey_ballot_frozen on reform_survey_ballot;
drop trigger reform_survey_form_frozen on reform_survey_form;
drop function reform_survey_tally_guard();
drop function reform_survey_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("reform", "0003_surveys")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
