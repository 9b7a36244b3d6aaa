"""What the rollout verbs know of the kinds that roll out: their status, their history, how to go back. One module a
concern.
"""
