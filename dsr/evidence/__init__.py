"""The log that cannot lie: chained, signed, and to be proved without this server."""
