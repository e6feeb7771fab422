"""The organisation tree: nation to team, with dates, so that any past period can be seen as it was."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from wholetime.chassis.models.audit import audited


class Kind(models.TextChoices):
    """The storeys of the tree, widest first."""

    NATION = "nation"
    REGION = "region"
    SYSTEM = "system"
    PLACE = "place"
    NEIGHBOURHOOD = "neighbourhood"
    ORGANISATION = "organisation"
    SITE = "site"
    TEAM = "team"


class Sector(models.TextChoices):
    """Who employs; blank for areas."""

    NHS_TRUST = "nhs_trust", "NHS trust"
    GENERAL_PRACTICE = "general_practice", "General practice"
    SOCIAL_CARE = "social_care", "Social care"
    VOLUNTARY = "voluntary", "Voluntary sector"
    OTHER_NHS = "other_nhs", "Other NHS body"


@audited()
class Node(models.Model):
    """One area, organisation, site or team. ``code`` is its ODS code where it has one.

    ``opened`` and ``closed`` are its first and last day, as the registry gives them; null is not known, or still open.
    """

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=15, choices=Kind)
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=20, choices=Sector, blank=True)
    opened = models.DateField(null=True)
    closed = models.DateField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


@audited()
class NodeAlias(models.Model):
    """Another scheme's code for a node, such as the ONS code of an area."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="aliases")
    scheme = models.CharField(max_length=20)
    code = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="one_node_an_alias")]


@audited()
class Parentage(models.Model):
    """``child`` belonged to ``parent`` from ``start`` up to, not including, ``end``; null is open.

    A node has one parent at a time: the database refuses two that overlap. Without btree_gist the exclusion
    compares the child as a range of one.
    """

    child = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="parentages")
    parent = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="childhoods")
    start = models.DateField(null=True)
    end = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(child=F("parent")), name="not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(start__lt=F("end")),
                name="parentage_starts_before_it_ends",
            ),
            ExclusionConstraint(
                name="one_parent_at_a_time",
                expressions=[
                    (
                        Func(F("child"), F("child"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            F("start"),
                            F("end"),
                            RangeBoundary(),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


@audited()
class Succession(models.Model):
    """The work of ``old`` passed to ``new`` on ``on``: a merger, or a practice taken over."""

    old = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="successions")
    new = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="predecessions")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="one_succession"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="not_its_own_successor"),
        ]
