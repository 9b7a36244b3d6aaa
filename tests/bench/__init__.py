"""How much commands cost, measured: `python -m tests.bench` (see __main__.py)."""
