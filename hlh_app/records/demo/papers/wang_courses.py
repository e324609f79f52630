"""The thirty-four courses after Wang 2020, one a line. Invented; only their counts are the paper's.

All times are of whole weeks, so that medians come out as printed. Arranged by hand:

* Overall survival, all observed times: 4 to 52 weeks, the 17th and 18th both 22.
* Follow-up: a median of 26.5 weeks can be no median of 19 survivors counted in whole days, nor one
  of all 34 (deaths begin at 4 weeks, follow-up at 15). It is the median of the follow-up by reverse
  Kaplan-Meier here, our reading: ten deaths come before the first survivor's last day, five after
  the thirteenth's, so that the estimate is exactly one half from 26 weeks (the twelfth) to 27.
* Progression-free survival, all observed times: 2 to 40 weeks, the 14th to 18th 8.
* A survivor is followed to 1 January 2019. 52 weeks before it is 2 January 2018: whoever began in
  2017 has died.
"""

from dataclasses import dataclass

COLUMNS = (
    *("number", "sex", "years", "days", "weight_kg"),
    *("cause", "day0", "weeks", "died", "response"),
    *("complete", "failed", "relapse", "transplant", "steroid_mg"),
    *("afebrile", "harm", "infection"),
)
TABLE = """
 1 m 28   0 64.0 ebv 2017-09-04  4 died  -  - 14  -  -  8 20 -    lung
 2 f 45 101 58.5 ebv 2017-10-16  9 died  -  - 14  -  - 12 66 alt  -
 3 m 61  40 70.5 ebv 2018-03-12  6 died  -  - 28  -  -  0 54 -    lung
 4 m 19 222 61.0 ebv 2018-02-05 11 died  -  - 28  -  -  8 20 plt  -
 5 f 33 310 52.0 ebv 2018-05-07 10 died  -  - 42  -  - 16 14 -    -
 6 m  4 150 16.2 ebv 2018-06-04 13 died  -  - 42  -  -  4 78 -    -
 7 f 51  77 55.5 ebv 2017-11-06 33 died  -  - 14  -  - 12 20 bili -
 8 m 26 120 68.0 ebv 2017-12-04 30 died  -  - 28  -  -  0 14 -    -
 9 f 66 200 60.0 no  -          18 -     -  - 42  -  -  8 42 alt  -
10 m 21  64 66.0 ebv 2017-12-18 38 died 14  -  - 21  -  0 14 -    -
11 f  9 180 28.0 ebv 2017-10-30 44 died 14  -  - 49  -  4  4 -    -
12 m 36 133 72.0 ebv 2018-01-08 50 died 14  -  - 56  -  8 20 plt  -
13 f 24 290 51.0 ebv -          29 -    28  -  - 56  -  0 14 -    -
14 m 13  48 47.0 ebv -          46 -    14  -  - 56  -  0  4 wbc  -
15 f 27   0 54.0 ebv -          52 -    28  -  - 84  - 16 20 bili -
16 m  2   0 11.5 ebv 2018-01-22  6 died  7  -  -  - 14  4 14 -    -
17 f 17  95 49.5 ebv 2018-04-16  7 died  7  -  -  - 14  0 20 -    -
18 m 30 260 69.0 ebv 2018-04-30  8 died 14  -  -  - 28  8 14 alt  -
19 f 11  30 36.0 ebv -          24 -     7  -  -  - 14  0  4 -    -
20 m 23 175 63.5 ebv -          40 -     7  -  -  - 14  0 14 -    -
21 f  6 210 20.0 ebv -          27 -    14  -  -  - 42  4 20 -    -
22 m 38  15 74.0 ebv -          32 -    14 28  -  - 70  0 14 plt  -
23 f 40 340 57.0 ebv -          15 -    14  -  -  -  -  8 20 -    lung
24 m 15 111 55.0 ebv -          20 -    14 42  -  -  -  0  4 -    -
25 f 48  12 59.0 ebv -          22 -    28  -  -  -  - 12 14 alt  -
26 m 20 300 65.5 ebv -          26 -    42  -  -  -  -  0 20 -    -
27 f 35 222 53.0 no  2018-05-21  8 died 14  -  -  -  -  8 14 wbc  -
28 m 57  58 71.0 no  -          23 -    14  -  - 84  -  0 20 trig -
29 f 43 188 56.0 no  -          36 -    28  -  - 84  - 16 14 alt  -
30 m 70   0 62.0 no  -          16 -     7 28  -  -  -  0  4 -    -
31 f 31  99 50.0 mas -          17 -    14  -  -  -  - 32 20 plt  -
32 m  8  70 24.5 no  -          19 -    28 56  -  -  -  0 14 alt  -
33 f 54 260 58.0 no  -          22 -    42  -  -  -  -  0 20 bili uti
34 m 25 141 67.0 no  -          25 -    56 56  -  -  -  0 14 -    -
"""
"""``days``: after the birthday. ``weeks``: from the first dose to death, else to 1 January 2019.
``response``, ``complete``: first day in at least partial, in complete response; ``failed``: of
progression without a response; ``afebrile``: hours after the first dose. ``harm``: what came to
grade 3 or 4. ``day0`` of survivors follows from their weeks."""

HARMS = {
    "wbc": ("wbc", "neutrophils"),
    "plt": ("platelets",),
    "alt": ("alt", "ast"),
    "bili": ("bilirubin_total",),
    "trig": ("triglycerides",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One line of the table."""

    number: int
    sex: str
    years: int
    days: int
    weight_kg: float
    cause: str
    began: str | None
    weeks: int
    died: bool
    response: int | None
    complete: int | None
    failed: int | None
    relapse: int | None
    transplant: int | None
    steroid_mg: int
    afebrile: int
    harm: str | None
    infection: str | None

    @property
    def code(self) -> str:
        return f"SYN-34-{self.number:02}"

    @property
    def ebv(self) -> bool:
        return self.cause == "ebv"

    @property
    def last_day(self) -> int:
        return 7 * self.weeks

    @property
    def ebv_rises(self) -> bool:
        """EBV-DNA rose before the relapse of two of six."""
        return self.number in (11, 14)


def _course(line: str) -> Course:
    told = dict(zip(COLUMNS, line.split(), strict=True))

    def day(name: str) -> int | None:
        return None if told[name] == "-" else int(told[name])

    def word(name: str) -> str | None:
        return None if told[name] == "-" else told[name]

    return Course(
        number=int(told["number"]),
        sex="male" if told["sex"] == "m" else "female",
        years=int(told["years"]),
        days=int(told["days"]),
        weight_kg=float(told["weight_kg"]),
        cause="" if told["cause"] == "no" else told["cause"],
        began=word("day0"),
        weeks=int(told["weeks"]),
        died=told["died"] == "died",
        response=day("response"),
        complete=day("complete"),
        failed=day("failed"),
        relapse=day("relapse"),
        transplant=day("transplant"),
        steroid_mg=int(told["steroid_mg"]),
        afebrile=int(told["afebrile"]),
        harm=word("harm"),
        infection=word("infection"),
    )


COURSES = tuple(_course(line) for line in TABLE.strip().splitlines())
