"""Tests of what bin/serve and bin/test do."""
