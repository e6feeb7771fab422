"""The register: identified people, for the rooms that must know who somebody is.

Nothing here reaches the lake: the lake knows a person only by the keyed hash in ``Person.pseudonym``.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Upper

from wholetime.chassis.models import Node
from wholetime.chassis.models.audit import audited


@audited()
class Person(models.Model):
    """One human being, whoever employs them. ``pseudonym`` is the lake's number, stored as a signed integer."""

    pseudonym = models.BigIntegerField(unique=True)
    national_insurance = models.CharField(max_length=9, blank=True)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    date_of_birth = models.DateField(null=True)
    email = models.EmailField(blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(Upper("email"), name="person_by_address")]


@audited()
class Employment(models.Model):
    """A person's place in one employer's record. ``last_seen`` is the month of the newest staff list with them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="employments")
    organisation = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="employments")
    employee_number = models.CharField(max_length=30)
    started = models.DateField(null=True)
    last_seen = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "employee_number"], name="one_employee_a_number")
        ]


@audited()
class Post(models.Model):
    """What an employed person does now: one row for each assignment in the newest staff list."""

    employment = models.ForeignKey(Employment, on_delete=models.CASCADE, related_name="posts")
    assignment = models.BigIntegerField()
    team = models.CharField(max_length=20, blank=True)
    staff_group = models.CharField(max_length=40)
    occupation_code = models.CharField(max_length=10, blank=True)
    job_role = models.CharField(max_length=120, blank=True)
    band = models.CharField(max_length=20, blank=True)
    contract = models.CharField(max_length=20, blank=True)
    fte = models.DecimalField(max_digits=9, decimal_places=6)
    as_of = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employment", "assignment"], name="one_post_an_assignment")]
