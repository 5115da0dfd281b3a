"""A rehearsal: a scripted room over real HTTP, on a server of its own, that measures what people would live."""
