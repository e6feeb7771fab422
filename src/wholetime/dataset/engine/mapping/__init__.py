"""Versioned mapping files: which heading of a file is which of wholetime's columns."""

from wholetime.dataset.engine.mapping.layouts import Mapping, mapping_for, mappings_of, recognises
from wholetime.dataset.engine.mapping.mapped import Mapped

__all__ = ["Mapped", "Mapping", "mapping_for", "mappings_of", "recognises"]
