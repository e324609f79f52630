"""Results out of pasted blocks and files: what is certain is read, everything else is asked."""
