"""What the dataset keeps: the manifest of loads, the register of identified people, who looked, what they ask."""

from wholetime.dataset.models.load import Load, Refusal, Slice
from wholetime.dataset.models.look import Look, UnusualLooking
from wholetime.dataset.models.register import Employment, Person, Post
from wholetime.dataset.models.rights import CorrectionRequest, PersonLink

__all__ = [
    "CorrectionRequest",
    "Employment",
    "Load",
    "Look",
    "Person",
    "PersonLink",
    "Post",
    "Refusal",
    "Slice",
    "UnusualLooking",
]
