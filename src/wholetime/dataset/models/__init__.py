"""What the dataset keeps: the manifest of loads, and the register of identified people."""

from wholetime.dataset.models.load import Load, Refusal, Slice
from wholetime.dataset.models.register import Employment, Person, Post

__all__ = ["Employment", "Load", "Person", "Post", "Refusal", "Slice"]
