"""From rows and verdicts to ready strings: every label, date and number format of the pages."""
