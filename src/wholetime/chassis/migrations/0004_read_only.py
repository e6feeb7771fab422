"""Whether the installation is closed for writing, since when and why; and the function that tables ask."""

from django.db import migrations, models

REFUSE = """
create or replace function chassis_refuse_when_read_only() returns trigger language plpgsql as $$
declare
  why text;
begin
  select read_only_reason into why from chassis_installation where read_only_since is not null;
  if found then
    raise exception 'wholetime is read-only: %', why using errcode = 'read_only_sql_transaction';
  end if;
  return null;
end
$$
"""


class Migration(migrations.Migration):
    dependencies = [("chassis", "0003_counters")]

    operations = [
        migrations.AddField("installation", "read_only_since", models.DateTimeField(null=True)),
        migrations.AddField("installation", "read_only_reason", models.CharField(blank=True, max_length=200, default="")),
        migrations.AddField("installation", "read_only_cause", models.CharField(blank=True, max_length=10, default="")),
        migrations.RunSQL(REFUSE, "drop function chassis_refuse_when_read_only() cascade"),
    ]
