"""What the dataset keeps: the manifest of loads, the register of identified people, and who looked at them."""

from wholetime.dataset.models.load import Load, Refusal, Slice
from wholetime.dataset.models.look import Look, UnusualLooking
from wholetime.dataset.models.register import Employment, Person, Post

__all__ = ["Employment", "Load", "Look", "Person", "Post", "Refusal", "Slice", "UnusualLooking"]
