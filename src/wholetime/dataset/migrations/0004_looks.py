"""Who looked at whose record, and whose looking was unusual."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chassis", "0007_audit_chain"), ("dataset", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("account", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="looks", to=settings.AUTH_USER_MODEL)),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="chassis.node")),
                ("route", models.CharField(help_text="Which page, file or answer, in words", max_length=120)),
                ("reason", models.CharField(blank=True, help_text="What for", max_length=200)),
                ("people", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["people"], name="look_people"),
                    models.Index(fields=["organisation", "-at"], name="look_organisation"),
                    models.Index(fields=["at"], name="look_at"),
                ]
            },
        ),
        migrations.CreateModel(
            name="UnusualLooking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="unusual_looking", to=settings.AUTH_USER_MODEL)),
                ("day", models.DateField()),
                ("people", models.IntegerField()),
                ("own_usual", models.FloatField(null=True)),
                ("role_usual", models.FloatField(null=True)),
                ("noticed_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("account", "day"), name="noticed_once_a_day")]},
        ),
    ]
