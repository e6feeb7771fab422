"""Whose record is whose, and what people ask to have put right."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chassis', '0009_retention'),
        ('dataset', '0004_looks'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CorrectionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=60)),
                ('held', models.TextField(blank=True)),
                ('should_be', models.TextField()),
                ('state', models.CharField(choices=[('asked', 'Waiting for an answer'), ('accepted', 'Accepted'), ('refused', 'Refused')], default='asked', max_length=10)),
                ('answer', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to=settings.AUTH_USER_MODEL)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='chassis.node')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='corrections', to='dataset.person')),
            ],
        ),
        migrations.CreateModel(
            name='CorrectionRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('field', models.CharField(max_length=60)),
                ('held', models.TextField(blank=True)),
                ('should_be', models.TextField()),
                ('state', models.CharField(choices=[('asked', 'Waiting for an answer'), ('accepted', 'Accepted'), ('refused', 'Refused')], default='asked', max_length=10)),
                ('answer', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='chassis.node')),
                ('person', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dataset.person')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dataset.correctionrequest')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PersonLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='person_link', to=settings.AUTH_USER_MODEL)),
                ('employment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='person_link', to='dataset.employment')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PersonLinkEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('employment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dataset.employment')),
                ('made_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dataset.personlink')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='correctionrequest',
            index=models.Index(fields=['organisation', 'state'], name='correction_organisation'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='correction_answered_or_waiting'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='correction_refused_with_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correctionrequest',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dataset_correctionrequestevent" ("account_id", "answer", "answered_at", "answered_by_id", "asked_at", "field", "held", "id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "should_be", "state") VALUES (NEW."account_id", NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."field", NEW."held", NEW."id", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."should_be", NEW."state"); RETURN NULL;', hash='794cb8764cfb2c2129e1b72d2667b14722036ae6', operation='INSERT', pgid='pgtrigger_insert_insert_d8286', table='dataset_correctionrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correctionrequest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dataset_correctionrequestevent" ("account_id", "answer", "answered_at", "answered_by_id", "asked_at", "field", "held", "id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "should_be", "state") VALUES (NEW."account_id", NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."field", NEW."held", NEW."id", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."should_be", NEW."state"); RETURN NULL;', hash='24e3b03ec2b534b5d269b43b0cb63b0a9986419c', operation='UPDATE', pgid='pgtrigger_update_update_16f8d', table='dataset_correctionrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correctionrequest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dataset_correctionrequestevent" ("account_id", "answer", "answered_at", "answered_by_id", "asked_at", "field", "held", "id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "should_be", "state") VALUES (OLD."account_id", OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."asked_at", OLD."field", OLD."held", OLD."id", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."should_be", OLD."state"); RETURN NULL;', hash='46d65d368809015394bff6ecaee46e29966dd629', operation='DELETE', pgid='pgtrigger_delete_delete_5ce92', table='dataset_correctionrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personlink',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dataset_personlinkevent" ("account_id", "employment_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."account_id", NEW."employment_id", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='591922903f1ec587b46e8f64a1bc2f5d0ba0ddaa', operation='INSERT', pgid='pgtrigger_insert_insert_ba558', table='dataset_personlink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personlink',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dataset_personlinkevent" ("account_id", "employment_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."account_id", NEW."employment_id", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='491d59694ec658d294e62a71277a0da93e26dd66', operation='UPDATE', pgid='pgtrigger_update_update_40bbb', table='dataset_personlink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personlink',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dataset_personlinkevent" ("account_id", "employment_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."account_id", OLD."employment_id", OLD."id", OLD."made_at", OLD."made_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='e75efdc802d463d387c6752e3f6b88fa6960d1a8', operation='DELETE', pgid='pgtrigger_delete_delete_8b43e', table='dataset_personlink', when='AFTER')),
        ),
    ]
