"""`bin/figures`: what Lighthouse says of the pages."""
