"""Local pages: bound to this machine, asked only by its own browser."""
