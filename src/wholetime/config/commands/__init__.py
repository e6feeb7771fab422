"""What `wholetime` can do from a terminal: one module for each command."""
