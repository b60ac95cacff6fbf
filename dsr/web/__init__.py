"""The pages: public, desk, and what they share of the look."""
