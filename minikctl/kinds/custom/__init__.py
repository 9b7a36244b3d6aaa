"""Kinds that CustomResourceDefinitions define: what kinds/table.py asks when no kind of its own fits. Pure."""
