"""Runs the programs of the embedded installation: broker, web, worker and scheduler as children of one."""
