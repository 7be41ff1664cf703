"""The event log refuses every change but the sealer's, whoever asks."""

from django.db import migrations

FORWARD = """
create function platform_audit_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.position is null and new.position is not null
       and (to_jsonb(new) - 'position' - 'digest') = (to_jsonb(old) - 'position' - 'digest') then
        return new;
    end if;
    raise exception 'the event log is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger platform_audit_append_only before update or delete on platform_audit_event
    for each row execute function platform_audit_guard();
create trigger platform_audit_no_truncate before truncate on platform_audit_event
    for each statement execute function platform_audit_guard();
"""
BACKWARD = """
drop trigger platform_audit_append_only on platform_audit_event;
drop trigger platform_audit_no_truncate on platform_audit_event;
drop function platform_audit_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("platform", "0002_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
