"""From a fresh clone to a running or a proven program; standard library only, since nothing is installed yet."""
