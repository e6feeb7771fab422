"""Who may sign in, and what each may see."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from wholetime.chassis.models.audit import audited
from wholetime.chassis.models.organisation import Node


class Role(models.TextChoices):
    """What a person does in a scope; the roles of mission control who sees which page."""

    PLANNER = "planner", "Workforce planner"
    INFORMATION = "information", "Information lead"
    MANAGER = "manager", "Ward or practice manager"
    DIRECTOR = "director", "Director"
    ADMINISTRATOR = "administrator", "Administrator of the scope"


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save()
        return account


@audited(exclude=["password", "last_login"])
class Account(AbstractBaseUser):
    """A person who signs in with an e-mail address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    persona = models.SlugField(blank=True, help_text="Set only for the invented people of the demo")

    only_within: str | None = None
    """The code of a node, on an account that acts through an API token: nothing beyond it is in its reach."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = AccountManager()

    def __str__(self) -> str:
        return self.name


@audited()
class Membership(models.Model):
    """``account`` has ``role`` over ``node`` and all below it, from ``start`` up to, not including, ``end``."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    start = models.DateField()
    end = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__lt=F("end")), name="membership_starts_before_it_ends"
            )
        ]
