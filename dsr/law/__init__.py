"""The law as plain Python: facts in, dates and duties out. No framework, no clock, no setting, no database."""
