"""Tables: typed columns, constraints and indexes, no rules."""
