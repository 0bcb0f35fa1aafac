"""How days are written: names of months and weekdays, and the patterns of dates, the most certain first."""

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
DAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
_MONTH = r"(?P<{0}>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?:(?:,\s*|\s+)(?P<year>\d{4})\b)?"
_DASH = r"\s*(?:-|–|—|to|until|till|and|through)\s*(?:the\s+)?"
_COUNT = r"(?P<count>\d+|a|an|one|two|three|four|five|six|seven|ten)"
_WEEKDAY = "|".join(sorted(DAYS, key=len, reverse=True))

PATTERNS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            "iso",
            r"\b(?P<value>\d{4}-\d{2}-\d{2})(?:[T ](?P<clock>\d{2}:\d{2}(?::\d{2})?)(?P<zone>Z|[+-]\d{2}:?\d{2})?)?\b",
        ),
        (
            "range",
            r"\b"
            + _DAY.format("day")
            + _DASH
            + _DAY.format("last")
            + r"\s+(?:of\s+)?"
            + _MONTH.format("month")
            + _YEAR,
        ),
        (
            "range",
            r"\b"
            + _MONTH.format("month")
            + r"\s+"
            + _DAY.format("day")
            + _DASH
            + _DAY.format("last")
            + r"\b(?!\s*"
            + _MONTH.format("x")
            + ")"
            + _YEAR,
        ),
        ("day", r"\b" + _DAY.format("day") + r"\s+(?:of\s+)?" + _MONTH.format("month") + _YEAR),
        ("day", r"\b" + _MONTH.format("month") + r"\s+" + _DAY.format("day") + r"\b(?!:)" + _YEAR),
        (
            "nth",
            r"\bthe\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\b"
            r"(?=\s*(?:$|[.,;!?)]|(?:and|or|at|instead|please|to|until)\b))",
        ),
        ("slash", r"\b(?P<a>\d{1,4})[/.](?P<b>\d{1,2})[/.](?P<c>\d{4}|\d{1,2})\b"),
        ("month", r"\b" + _MONTH.format("month") + r"\s+(?P<year>\d{4})\b"),
        (
            "relative",
            r"\b(?:the\s+)?(?P<word>day after tomorrow|day before yesterday|today|tonight|tomorrow|yesterday)\b",
        ),
        ("weekday", rf"\b(?:(?P<which>next|this|last|coming)\s+)?(?P<name>{_WEEKDAY})\b"),
        (
            "ago",
            rf"\b{_COUNT}\s+(?P<unit>day|week|month|year)s?\s+(?P<way>ago|from now|from today)\b",
        ),
        (
            "in",
            rf"\bin\s+{_COUNT}\s+(?P<unit>day|week|month|year)s?\b(?!\s+of)",
        ),
        (
            "month",
            r"\b(?:in|during|of|for|since|until)\s+(?:the\s+whole\s+of\s+)?" + _MONTH.format("month") + r"\b(?!\s*\d)",
        ),
        (
            "past",
            r"\b(?P<which>last|past|next|previous|this|coming|current)\s+(?:(?P<count>\d+|two|three|four|five|six|seven|ten)\s+)?(?P<unit>day|week|month|year|quarter)s?\b",
        ),
    )
)
