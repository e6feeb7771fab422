"""When downtime packs were written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chassis", "0004_read_only")]

    operations = [
        migrations.CreateModel(
            name="PackRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                ("good", models.BooleanField()),
                ("teams", models.PositiveIntegerField(default=0)),
                ("said", models.TextField(blank=True)),
            ],
            options={"indexes": [models.Index(fields=["-ended_at"], name="chassis_pac_ended_a_8410e5_idx")]},
        ),
    ]
