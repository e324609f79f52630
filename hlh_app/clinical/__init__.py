"""The clinical rules: values in, verdicts out. Standard library only, no clock, no settings."""
