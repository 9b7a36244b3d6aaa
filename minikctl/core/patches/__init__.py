"""The three kinds of patches, as pure functions on JSON-shaped values.

Nothing here changes an argument. Results may share parts with the arguments, so neither may be changed in place after.
Knows types only through core.schema, and no kind, no storage and no request.
"""
