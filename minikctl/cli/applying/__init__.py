"""What apply, diff, create, replace and edit share: the last-applied annotation, patches made from it, pruning. Knows
the Client and no command line beyond its options."""
