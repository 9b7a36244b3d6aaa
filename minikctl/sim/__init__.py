"""The simulation: time, the work queue, the engine that lets controllers act, and the opening of a state. Knows the
API server; no command line.
"""
