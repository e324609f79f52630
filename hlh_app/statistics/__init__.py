"""Estimates and tests for groups of patients, equal to R's.

Imported only by what analyses groups (numpy at the top, scipy inside functions), never while the
application starts.
"""
