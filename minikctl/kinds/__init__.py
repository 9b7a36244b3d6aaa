"""The resource table: one module per kind. Pure; knows core only."""
