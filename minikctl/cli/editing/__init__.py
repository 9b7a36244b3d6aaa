"""edit, create --edit and apply edit-last-applied: objects as a text file, an editor, and what became of it."""
