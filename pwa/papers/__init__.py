"""Papers: what is printed, read and signed, as PDF pages of A4."""
