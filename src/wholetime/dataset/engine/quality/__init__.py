"""Data quality: what is missing, what cannot be right, what is late, what to recode, and what to mend first."""

from wholetime.dataset.engine.quality.completeness import completeness
from wholetime.dataset.engine.quality.fix_first import fix_first
from wholetime.dataset.engine.quality.returns import late_or_thin
from wholetime.dataset.engine.quality.timeliness import timeliness
from wholetime.dataset.engine.quality.validity import findings, validity
from wholetime.dataset.engine.quality.worklists import coding_worklist

__all__ = ["coding_worklist", "completeness", "findings", "fix_first", "late_or_thin", "timeliness", "validity"]
