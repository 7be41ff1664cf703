"""The cache that all processes share (failed sign-ins, used tokens). Not logged: a crash empties it."""

from django.db import migrations

FORWARD = """
create unlogged table identity_shared_cache (
    cache_key varchar(255) primary key,
    value text not null,
    expires timestamptz not null
);
create index identity_shared_cache_expires on identity_shared_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, "drop table identity_shared_cache")]
