"""The chain over the audit: each event's hash covers the event, its time and the hash before it.

The database makes the links (``chain_triggers``). docs/methods/audit.md says what a link covers, to the byte.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
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


class AuditRemoval(models.Model):
    """Rows of an audited table that went under a rule of retention. Their links stay: the chain is never shorter.

    ``seal`` covers those links, whose own hashes can no longer be worked out anew. Chained, and kept for ever.
    """

    chained = True

    chain = models.CharField(max_length=63, help_text="The table")
    rule = models.CharField(max_length=40, help_text="Which rule of retention")
    at = models.DateTimeField(help_text="The moment of the transaction in which they went")
    events = ArrayField(models.BigIntegerField(), help_text="The rows of the table that went")
    seal = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["chain", "at"], name="audit_removal_chain")]
