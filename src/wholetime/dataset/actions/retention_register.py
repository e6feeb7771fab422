"""Leavers go from the register: their employments, what the audit holds of them, and in the end the person."""

from __future__ import annotations

from datetime import date
from itertools import batched

from django.apps import apps
from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from wholetime.chassis.actions.audit_rows import remove_history
from wholetime.chassis.actions.retention_rules import of_nodes
from wholetime.chassis.api import Asked, Removal
from wholetime.chassis.models import Account
from wholetime.dataset.actions.register import ENTERING
from wholetime.dataset.models import Employment, Person, PersonLink, Post

RULE, BATCH = "leavers", 2_000


def leavers(asked: Asked) -> QuerySet[Employment]:
    """Employments that newer lists of the same employer no longer have.

    An employer that stopped sending lists has said of nobody that they left: nothing of it is due.
    """
    found = Employment.objects.filter(of_nodes(asked, "organisation__code"), _gone(asked.cutoff.date()))
    return found.exclude(_held(asked))


def _gone(cutoff: date) -> Q:
    """Last seen before the newest list of their employer, and before the cutoff. Asked by the months of newest lists,
    of which there are dozens: asked row by row, 20,000 employments took 15 s."""
    employers: dict[date, list[int]] = {}
    newest = Employment.objects.order_by().values_list("organisation").annotate(newest=Max("last_seen"))
    for organisation, month in newest:
        employers.setdefault(min(month, cutoff), []).append(organisation)
    found = Q(pk__in=())
    for before, organisations in employers.items():
        found |= Q(organisation__in=organisations, last_seen__lt=before)
    return found


def _held(asked: Asked) -> Q:
    """Of people who are held themselves or through their account, or who are employed in a held scope as well."""
    addresses = Account.objects.filter(pk__in=asked.held.accounts).values_list("email", flat=True)
    others = Employment.objects.filter(person_id=OuterRef("person_id"))
    held = Q(person_id__in=asked.held.people) | Q(Exists(others.filter(organisation__code__in=asked.held.codes)))
    held |= Q(Exists(others.filter(person_link__account_id__in=asked.held.accounts)))
    for address in addresses:
        held |= Q(person__email__iexact=address)
    return held


def remove_leavers(asked: Asked) -> int:
    """Remove those employments with all that is known of them; how many they were."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [ENTERING])
    found = list(leavers(asked).values_list("pk", "person_id"))
    for some in batched(found, BATCH):
        _remove_employments([key for key, _ in some])
        _remove_people({person for _, person in some})
    return len(found)


def _remove_employments(keys: list[int]) -> None:
    posts = list(Post.objects.filter(employment__in=keys).values_list("pk", flat=True))
    links = list(PersonLink.objects.filter(employment__in=keys).values_list("pk", flat=True))
    Employment.objects.filter(pk__in=keys).delete()
    remove_history(Post, posts, RULE)
    remove_history(PersonLink, links, RULE)
    _remove_posts_of_before(keys)
    remove_history(Employment, keys, RULE)


def _remove_posts_of_before(keys: list[int]) -> None:
    """Posts that ended while the employment went on are in the audit only."""
    event = apps.get_model("dataset", "PostEvent")
    ended = event.objects.filter(employment_id__in=keys).values_list("pgh_obj_id", flat=True).distinct()
    remove_history(Post, list(ended), RULE)


def _remove_people(people: set[int]) -> None:
    gone = list(Person.objects.filter(pk__in=people, employments=None).values_list("pk", flat=True))
    Person.objects.filter(pk__in=gone).delete()
    remove_history(Person, gone, RULE)


RULES = (Removal(RULE, lambda asked: leavers(asked).count(), remove_leavers, scoped=True),)
