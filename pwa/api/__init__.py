"""What phones and test pages talk to, in JSON."""
