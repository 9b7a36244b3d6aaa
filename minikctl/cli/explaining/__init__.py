"""What `explain` shows: fields and their descriptions, read from the server's own OpenAPI document."""
