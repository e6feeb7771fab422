"""What Python's collector of rubbish need not look through."""

from __future__ import annotations

import atexit
import gc


def spare_what_stays() -> None:
    """Call when a process has brought in what it works with: it keeps all of that to its end.

    The collector went through 300,000 such objects at every third large answer, 0.15 to 0.2 s of a core each time.
    """
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # so that libraries which count at the end what was never freed find nothing
