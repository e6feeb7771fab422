"""From a file as somebody saved it to a table of text, or a plain reason why not."""

from wholetime.dataset.engine.opening.open import open_file, read_bytes
from wholetime.dataset.engine.opening.unreadable import UnreadableFile

__all__ = ["UnreadableFile", "open_file", "read_bytes"]
