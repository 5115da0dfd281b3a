"""Rules: pure functions of values and of `now`, standard library only."""
