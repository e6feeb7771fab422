"""The chain over the audit: each event's hash covers the event, its time and the hash before it.

The database makes the links (``chain_triggers``). docs/methods/audit.md says what a link covers, to the byte.
"""

from __future__ import annotations

from django.db import models


class AuditShape(models.Model):
    """The columns of an audited table that links cover, by the hash of its name and theirs; tables gain columns."""

    shape = models.CharField(max_length=16, primary_key=True)
    chain = models.CharField(max_length=63, help_text="The table")
    columns = models.JSONField(help_text="Names, in the order in which they are hashed")


class AuditLink(models.Model):
    """One link: ``number`` in the ``chain`` of its table counts from 1 without a gap."""

    pk = models.CompositePrimaryKey("chain", "number")
    chain = models.CharField(max_length=63, help_text="The table")
    number = models.BigIntegerField()
    event = models.BigIntegerField(help_text="The row of the table that this link covers")
    at = models.DateTimeField(help_text="When the row was written, by the database's clock")
    shape = models.CharField(max_length=16, help_text="Which columns the hash covers")
    context = models.JSONField(null=True, help_text="Who wrote and at which address, as known at that moment")
    hash = models.CharField(max_length=64)
