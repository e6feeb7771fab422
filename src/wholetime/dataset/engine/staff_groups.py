"""Wholetime's own staff groups across sectors, and the labels that each source uses for them.

The groups are reference data (dataset/reference/staff_groups.yaml): a new label is a line there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class StaffGroup:
    """One group. ``labels`` are the names for it by source; ``verified`` says they were seen in that source."""

    code: str
    title: str
    sectors: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    note: str = ""


class UnknownStaffGroup(KeyError):
    """No group has this code, or the source has no such label; the message names it."""

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def staff_groups() -> dict[str, StaffGroup]:
    """Every staff group by code, in the order of the reference file, which is the order to show them in."""
    found = [_group(entry) for entry in _reference()["groups"]]
    groups = {group.code: group for group in found}
    if len(groups) != len(found):
        raise ValueError("staff_groups.yaml gives a code twice")
    return groups


@cache
def group_labels(source: str) -> Mapping[str, str | None]:
    """The labels of ``source`` and the code each stands for; None for a label that means all groups together."""
    labels: dict[str, str | None] = dict.fromkeys(_reference()["all_groups"].get(source, ()))
    for group in staff_groups().values():
        for label in group.labels.get(source, ()):
            if label in labels:
                raise ValueError(f"staff_groups.yaml gives the label {label!r} of {source} twice")
            labels[label] = group.code
    if not labels:
        raise UnknownStaffGroup(f"staff_groups.yaml has no labels of a source {source!r}")
    return MappingProxyType(labels)


def group_code(label: str, source: str) -> str | None:
    """The code for a label of ``source``; None when it means all groups. Raises UnknownStaffGroup."""
    wanted = " ".join(label.split()).casefold()
    for known, code in group_labels(source).items():
        if known.casefold() == wanted:
            return code
    raise UnknownStaffGroup(f"{label!r} is not a staff group of {source}")


def group_title(code: str) -> str:
    """What to call the group on a page. Raises UnknownStaffGroup."""
    if code not in staff_groups():
        raise UnknownStaffGroup(f"there is no staff group {code!r}")
    return staff_groups()[code].title


def _group(entry: dict[str, Any]) -> StaffGroup:
    labels = {source: tuple(names) for source, names in entry.get("labels", {}).items()}
    return StaffGroup(entry["code"], entry["title"], tuple(entry["sectors"]), labels, entry.get("note", ""))


@cache
def _reference() -> dict[str, Any]:
    text = resources.files("wholetime.dataset.reference").joinpath("staff_groups.yaml").read_text(encoding="utf-8")
    reference: dict[str, Any] = yaml.safe_load(text)
    return reference


def gp_trainee_locum_roles() -> str:
    """Pattern of the GP roles that are trainees or locums, not fully qualified GPs."""
    return str(_reference()["gp_trainee_locum_roles"])
