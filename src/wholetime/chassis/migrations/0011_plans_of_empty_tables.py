"""Functions that triggers call for row after row are planned once, when a table may still be empty or count as such.

A plan that walks through an empty table walks through it again when it holds 50,000 rows: loading the organisations of
England then took 49 seconds instead of 6.
"""

from django.db import migrations

LINK = "chassis_audit_link(text, text, bigint, jsonb, jsonb)"
DESCEND = "chassis_descend(bigint[])"

# The last link of a chain is found by its index; descents are worked out by hashing, whatever is thought of the sizes.
SETTINGS = {LINK: ("enable_seqscan", "enable_bitmapscan", "enable_sort"), DESCEND: ("enable_nestloop",)}


class Migration(migrations.Migration):
    dependencies = [("chassis", "0010_rows_by_scope")]

    operations = [
        migrations.RunSQL(f"alter function {function} set {name} to off", f"alter function {function} reset {name}")
        for function, names in SETTINGS.items()
        for name in names
    ]
