"""The law: pure functions and frozen records, each with its article. No framework, no clock, no setting."""
