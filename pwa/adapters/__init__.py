"""The outside: one outside library or service a module."""
