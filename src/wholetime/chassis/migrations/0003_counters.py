"""The table of Django's database cache, in which the doors count: every process of every machine agrees on it."""

from django.db import migrations

# What `createcachetable` makes; as a migration it comes with every other table and needs no step of its own.
MAKE = """
CREATE TABLE IF NOT EXISTS chassis_counter (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS chassis_counter_expires ON chassis_counter (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("chassis", "0002_invitations")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE IF EXISTS chassis_counter")]
