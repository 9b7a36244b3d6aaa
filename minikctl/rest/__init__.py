"""The HTTP adapter over the one ApiServer: routes, negotiation, streams. Thin; knows no rule of any kind."""
