"""Wholetime's own staff groups across sectors, and the labels that each source uses for them.

The groups are reference data (dataset/reference/staff_groups.yaml): a new label is a line there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

LIKE = 0.7  # of a name's letters in order: "nursng" is like "nursing", "wizards" like nothing
LEAST_PART = 3  # letters: "GP" alone is part of too much


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


def groups_called(text: str) -> tuple[StaffGroup, ...]:
    """The groups that ``text`` may name by code, title or any source's label, whatever the case and spacing.

    A code or title is one group's. What one source calls a group may be part of other groups' names: "nurses" are
    practice nurses to general practice only, and so may be any of them.
    """
    wanted, known = _folded(text), staff_groups().values()
    own = [group for group in known if wanted in (_folded(group.code), _folded(group.title))]
    labelled = any(wanted in _names(group) for group in known)
    return tuple(own or [group for group in known if labelled and _is_part(wanted, group)])


def groups_like(text: str, most: int = 5) -> tuple[StaffGroup, ...]:
    """Groups with a name that ``text`` is a part of, or is nearly; the nearest first."""
    wanted = _folded(text)
    near = {group.code: max(_likeness(wanted, name) for name in _names(group)) for group in staff_groups().values()}
    ranked = sorted(staff_groups().values(), key=lambda group: -near[group.code])
    return tuple(group for group in ranked if near[group.code] >= LIKE)[:most]


def _is_part(wanted: str, group: StaffGroup) -> bool:
    return any(_likeness(wanted, name) == 1 for name in _names(group))


def _likeness(wanted: str, name: str) -> float:
    return 1.0 if len(wanted) >= LEAST_PART and wanted in name else SequenceMatcher(None, wanted, name).ratio()


def _names(group: StaffGroup) -> set[str]:
    labels = {label for labels in group.labels.values() for label in labels}
    return {_folded(name) for name in (group.code, group.title, *labels)}


def _folded(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("&", " and ").split()).casefold()


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
