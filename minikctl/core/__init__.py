"""Pure values: objects, errors, selectors, quantities, durations, patches, hashing. Knows nothing above it."""
