"""From a file to slices that can be compared with what is held and committed."""

from wholetime.dataset.engine.loading.candidate import Candidate, NotRecognised, read_candidate
from wholetime.dataset.engine.loading.difference import Difference, compare
from wholetime.dataset.engine.loading.meant import Meant, SliceUnknown
from wholetime.dataset.engine.loading.permit import OutsidePermit, Permit
from wholetime.dataset.engine.loading.slicing import SlicePart, cut_into_slices

__all__ = [
    "Candidate",
    "Difference",
    "Meant",
    "NotRecognised",
    "OutsidePermit",
    "Permit",
    "SlicePart",
    "SliceUnknown",
    "compare",
    "cut_into_slices",
    "read_candidate",
]
