"""The command line: argv and an Env in, text and an exit code out. It knows the Client contract and the printers,
never the API server or the state."""
