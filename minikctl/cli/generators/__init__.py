"""Parts that several generators share: what --from-file, --tcp, --rule and the like say, as pieces of objects."""
