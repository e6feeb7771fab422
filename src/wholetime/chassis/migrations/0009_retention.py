"""What is kept for how long: runs, holds, and rows of the audit that may go without shortening its chains."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

LINE = """
create or replace function chassis_audit_line(link chassis_auditlink) returns text language sql stable as $$
  select jsonb_build_array(link.number, link.event,
    to_char(link.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), link.shape, link.context, link.hash)::text
$$
"""

SEAL = """
create or replace function chassis_audit_seal(of_chain text, of_events bigint[]) returns text language sql stable as $$
  select encode(sha256(convert_to(coalesce(
    string_agg(chassis_audit_line(l), E'\\n' order by l.number), ''), 'UTF8')), 'hex')
  from chassis_auditlink l where l.chain = of_chain and l.event = any(of_events)
$$
"""

# A removal of no row is refused as well: nobody has a reason for one, and it would not be noticed.
REFUSE_UNRECORDED = """
create or replace function chassis_refuse_unrecorded() returns trigger language plpgsql as $$
declare
  rows_gone bigint;
  strays bigint;
begin
  select count(*) into rows_gone from gone;
  execute format(
    'select count(*) from (select %I::bigint from gone except all select unnest(r.events) from chassis_auditremoval r '
    'where r.chain = %L and r.at = transaction_timestamp()) unrecorded', tg_argv[0], tg_table_name) into strays;
  if rows_gone = 0 or strays > 0 then
    raise exception 'what % holds stays as it was written: % is refused', tg_table_name, lower(tg_op)
      using errcode = 'insufficient_privilege';
  end if;
  return null;
end
$$
"""

# Made again after the migration, in two: rewriting is refused as before, removing unless it is recorded.
DISARM = """
do $$
declare held record;
begin
  for held in select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where t.tgname = 'stays_as_written' and c.relnamespace = current_schema()::regnamespace
      and c.relname not in ('chassis_auditlink', 'chassis_auditshape') loop
    execute format('drop trigger stays_as_written on %I', held.relname);
  end loop;
end
$$
"""

# For what somebody did themself; only events that a person caused through a page or REST have a context.
ACTS = "create index chassis_auditlink_user on chassis_auditlink ((context ->> 'user')) where context is not null"


class Migration(migrations.Migration):

    dependencies = [
        ('chassis', '0007_audit_chain'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='RetentionRunEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('rule', models.CharField(max_length=40)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('cutoff', models.DateTimeField(help_text='What ended before it was due', null=True)),
                ('due', models.PositiveIntegerField(default=0)),
                ('removed', models.PositiveIntegerField(default=0)),
                ('good', models.BooleanField(default=True)),
                ('said', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AuditRemoval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.CharField(help_text='The table', max_length=63)),
                ('rule', models.CharField(help_text='Which rule of retention', max_length=40)),
                ('at', models.DateTimeField(help_text='The moment of the transaction in which they went')),
                ('events', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='The rows of the table that went')),
                ('seal', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['chain', 'at'], name='audit_removal_chain')],
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.BigIntegerField(null=True)),
                ('reason', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='holds', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='chassis.node')),
            ],
        ),
        migrations.CreateModel(
            name='LegalHoldEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('person', models.BigIntegerField(null=True)),
                ('reason', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('node', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='chassis.node')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='chassis.legalhold')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=40)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('cutoff', models.DateTimeField(help_text='What ended before it was due', null=True)),
                ('due', models.PositiveIntegerField(default=0)),
                ('removed', models.PositiveIntegerField(default=0)),
                ('good', models.BooleanField(default=True)),
                ('said', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(fields=['rule', '-at'], name='retention_run_rule')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='retentionrun',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "chassis_retentionrunevent" ("at", "cutoff", "due", "good", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed", "rule", "said") VALUES (NEW."at", NEW."cutoff", NEW."due", NEW."good", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."removed", NEW."rule", NEW."said"); RETURN NULL;', hash='f7668952aabe42886c126a7acbf479c16b0bdad3', operation='INSERT', pgid='pgtrigger_insert_insert_511fc', table='chassis_retentionrun', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='retentionrun',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "chassis_retentionrunevent" ("at", "cutoff", "due", "good", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed", "rule", "said") VALUES (NEW."at", NEW."cutoff", NEW."due", NEW."good", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."removed", NEW."rule", NEW."said"); RETURN NULL;', hash='fc659b414203ccbe74bbe9882409cc70d1a10d45', operation='UPDATE', pgid='pgtrigger_update_update_74a54', table='chassis_retentionrun', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='retentionrun',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "chassis_retentionrunevent" ("at", "cutoff", "due", "good", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed", "rule", "said") VALUES (OLD."at", OLD."cutoff", OLD."due", OLD."good", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."removed", OLD."rule", OLD."said"); RETURN NULL;', hash='9c773f9bfda8e38fac70787c1622a3c026cb7910', operation='DELETE', pgid='pgtrigger_delete_delete_dbc3a', table='chassis_retentionrun', when='AFTER')),
        ),
        migrations.AddField(
            model_name='retentionrunevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='retentionrunevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='chassis.retentionrun'),
        ),
        migrations.AddConstraint(
            model_name='legalhold',
            constraint=models.CheckConstraint(condition=models.Q(('account__isnull', True), ('person__isnull', True), _connector='OR'), name='legal_hold_of_one_thing'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='legalhold',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "chassis_legalholdevent" ("account_id", "id", "lifted_at", "lifted_by_id", "made_at", "made_by_id", "node_id", "person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."account_id", NEW."id", NEW."lifted_at", NEW."lifted_by_id", NEW."made_at", NEW."made_by_id", NEW."node_id", NEW."person", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='99d62268b921e0eea99a8f24226d51c4aa6e40ff', operation='INSERT', pgid='pgtrigger_insert_insert_9b0b1', table='chassis_legalhold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='legalhold',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "chassis_legalholdevent" ("account_id", "id", "lifted_at", "lifted_by_id", "made_at", "made_by_id", "node_id", "person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."account_id", NEW."id", NEW."lifted_at", NEW."lifted_by_id", NEW."made_at", NEW."made_by_id", NEW."node_id", NEW."person", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='1edbfa436e6f4effe1d460aae0c01e6a37e3a0a9', operation='UPDATE', pgid='pgtrigger_update_update_664e6', table='chassis_legalhold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='legalhold',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "chassis_legalholdevent" ("account_id", "id", "lifted_at", "lifted_by_id", "made_at", "made_by_id", "node_id", "person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."account_id", OLD."id", OLD."lifted_at", OLD."lifted_by_id", OLD."made_at", OLD."made_by_id", OLD."node_id", OLD."person", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='8a6613ffc1b380f77d1720f4890ab1f7afb0f1bd', operation='DELETE', pgid='pgtrigger_delete_delete_d2f89', table='chassis_legalhold', when='AFTER')),
        ),
        migrations.RunSQL(LINE, "drop function chassis_audit_line cascade"),
        migrations.RunSQL(SEAL, "drop function chassis_audit_seal cascade"),
        migrations.RunSQL(REFUSE_UNRECORDED, "drop function chassis_refuse_unrecorded cascade"),
        migrations.RunSQL(DISARM, migrations.RunSQL.noop),
        migrations.RunSQL(ACTS, "drop index chassis_auditlink_user"),
    ]
