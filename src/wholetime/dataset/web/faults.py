"""What can be wrong with a file as a whole; each fault has a message for its sender."""

from __future__ import annotations

from wholetime.dataset.engine.adapter import NotThisLayout
from wholetime.dataset.engine.loading import NotRecognised, OutsidePermit, SliceUnknown
from wholetime.dataset.engine.opening import UnreadableFile

FILE_FAULTS = (UnreadableFile, NotRecognised, NotThisLayout, OutsidePermit, SliceUnknown)
