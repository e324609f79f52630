"""The rows of the record that a study export holds, read a piece at a time."""
