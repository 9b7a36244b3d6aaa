"""Who owns which field: the sets of managedFields, and server-side apply, as pure functions on objects.

Nothing here changes an argument. Results share parts with arguments and with each other: none may be changed in place.
Knows types through core.schema alone, and no kind, no storage, no request and no clock.
"""
