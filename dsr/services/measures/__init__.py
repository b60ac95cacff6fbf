"""The verbs of the measures, each one step of the request that they belong to."""
