"""What `debug` makes: a container in a pod that runs, a copy of a pod, a pod on a node.

profiles    what the debug container may do
containers  the three things, built of flags
session     waiting for the container, and what is shown of it
"""
