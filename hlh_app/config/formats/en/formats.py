"""Dates as hospitals write them: 03-Mar-2015, 24-hour time. The admin follows these."""

DATE_FORMAT = SHORT_DATE_FORMAT = "d-M-Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "d-M-Y H:i"
MONTH_DAY_FORMAT = "d-M"
YEAR_MONTH_FORMAT = "M-Y"
