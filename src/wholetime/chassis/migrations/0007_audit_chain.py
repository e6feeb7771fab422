"""The chain over the audit, and the functions that link and that refuse; ``chain_triggers`` puts them to work."""

from django.db import migrations, models

# The lock is for the chain of one table and lasts until the writer's transaction is over: the next link has to know
# the hash before it. Where two ever got by it, the primary key lets only one of them commit.
LINK = """
create or replace function chassis_audit_link(of_chain text, of_shape text, of_event bigint, contents jsonb,
                                              of_context jsonb) returns void language plpgsql as $$
declare
  last_number bigint;
  last_hash text;
  moment timestamptz := clock_timestamp();
begin
  perform pg_advisory_xact_lock(6386024, hashtext(of_chain));
  select number, hash into last_number, last_hash from chassis_auditlink
    where chain = of_chain order by number desc limit 1;
  insert into chassis_auditlink (chain, number, event, at, shape, context, hash) values (
    of_chain, coalesce(last_number, 0) + 1, of_event, moment, of_shape, of_context,
    chassis_audit_hash(of_chain, coalesce(last_number, 0) + 1, of_event, moment, of_shape, contents, of_context,
                       coalesce(last_hash, '')));
end
$$
"""

HASH = """
create or replace function chassis_audit_hash(of_chain text, number bigint, event bigint, moment timestamptz, shape text,
                                              contents jsonb, context jsonb, hash_before text)
returns text language sql stable as $$
  select encode(sha256(convert_to(jsonb_build_array(
    of_chain, number, event, to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), shape, contents,
    context, hash_before)::text, 'UTF8')), 'hex')
$$
"""

REFUSE = """
create or replace function chassis_refuse_to_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'what % holds stays as it was written: % is refused', tg_table_name, lower(tg_op)
    using errcode = 'insufficient_privilege';
end
$$
"""


class Migration(migrations.Migration):
    dependencies = [("chassis", "0006_api_tokens")]

    operations = [
        migrations.CreateModel(
            name="AuditShape",
            fields=[
                ("shape", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("chain", models.CharField(help_text="The table", max_length=63)),
                ("columns", models.JSONField(help_text="Names, in the order in which they are hashed")),
            ],
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("pk", models.CompositePrimaryKey("chain", "number", blank=True, editable=False, primary_key=True, serialize=False)),
                ("chain", models.CharField(help_text="The table", max_length=63)),
                ("number", models.BigIntegerField()),
                ("event", models.BigIntegerField(help_text="The row of the table that this link covers")),
                ("at", models.DateTimeField(help_text="When the row was written, by the database's clock")),
                ("shape", models.CharField(help_text="Which columns the hash covers", max_length=16)),
                ("context", models.JSONField(help_text="Who wrote and at which address, as known at that moment", null=True)),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.RunSQL(HASH, "drop function chassis_audit_hash cascade"),
        migrations.RunSQL(LINK, "drop function chassis_audit_link cascade"),
        migrations.RunSQL(REFUSE, "drop function chassis_refuse_to_rewrite cascade"),
    ]
