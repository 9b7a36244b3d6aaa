"""Where objects are kept: the Backend contract and its implementations. Knows core only; nothing about Kubernetes'
rules.
"""
