"""What a study takes away: its rows as CSV, a codebook, an R script, tables, and aggregates."""
