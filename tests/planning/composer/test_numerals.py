"""Numbers in words."""

import pytest

from chalicelib.planning.composer.numerals import plain


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("by thirty minutes", "by 30 minutes"),
        ("the april bills above 500 mb", "the April bills above 500 MB"),
        ("raise it by ten percent", "raise it by 10 percent"),
        ("Two gates are open", "2 gates are open"),
        ("two hundred and fifty euros", "250 euros"),
        ("one thousand five hundred", "1500"),
        ("a hundred seats", "100 seats"),
        ("5 thousand and 1.5 million", "5000 and 1500000"),
        ("twenty-five seats for rooms two and three", "25 seats for rooms 2 and 3"),
    ],
)
def test_spelled_numbers_are_digits(said: str, meant: str) -> None:
    assert plain(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "this one", "the two spare ones", "five hours, not four",
        "the twenty-first", "Market Three", "mail april@x.org", "say 'in april'",
        "two-factor", "say 'ten'", "two three", "a ten-day pass",
        "three days", "Tell Ann that two lambs were born", "at ten tomorrow",
    ],
)  # fmt: skip
def test_what_counts_nothing_stays(said: str) -> None:
    assert plain(said) == said
