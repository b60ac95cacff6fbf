"""The package for the person: putting it together, having it seen by two, giving it out, destroying it."""
