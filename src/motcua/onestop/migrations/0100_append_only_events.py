"""What happened to a dossier stays: its events are added, never changed or removed, whoever asks."""

from django.db import migrations

FORWARD = """
create function onestop_event_guard() returns trigger language plpgsql as $$
begin
    raise exception 'events of a dossier are append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger onestop_event_append_only before update or delete on onestop_dossier_event
    for each row execute function onestop_event_guard();
create trigger onestop_event_no_truncate before truncate on onestop_dossier_event
    for each statement execute function onestop_event_guard();
"""
BACKWARD = """
drop trigger onestop_event_append_only on onestop_dossier_event;
drop trigger onestop_event_no_truncate on onestop_dossier_event;
drop function onestop_event_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("onestop", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
