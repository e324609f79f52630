"""Content to try the project with: published patients as printed, and synthetic ones."""
