"""describe(obj, related) -> str, one module per kind. Pure: what else is shown comes through Related, the time as an argument."""
