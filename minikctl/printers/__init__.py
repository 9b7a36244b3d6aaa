"""Objects in, text out."""
