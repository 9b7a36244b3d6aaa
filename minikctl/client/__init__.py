"""How the command line talks to an API server: the Client contract; local (same process), remote (HTTP). Printers and verbs know only this."""
