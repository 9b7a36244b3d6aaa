"""What the `set` verbs share: which objects, one change to each, the patch of what differs. Verbs bring the change."""
