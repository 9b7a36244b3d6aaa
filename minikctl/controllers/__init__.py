"""The controllers: pure functions from a view to changes. Know core, and kinds for what a kind computes; no I/O, clock
or randomness.
"""
