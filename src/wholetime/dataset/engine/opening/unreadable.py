"""The one error of opening a file."""


class UnreadableFile(ValueError):
    """The file cannot be read as a table; the message says why and what to do, in the user's words."""
