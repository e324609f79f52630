"""Thermometer readings out of lines or a chart export: what is left unsaid is carried or asked
about, never guessed.

``read_readings`` (:mod:`.reader`) is the front door.
"""
