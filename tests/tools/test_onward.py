"""The next page as headers tell it, in the styles of services that answer with a bare list."""

import pytest

from chalicelib.domain.outcome import Done
from chalicelib.tools.onward import LONGEST, onward

INPUTS = {
    "page": {"type": "integer"}, "page_info": {"type": "string"}, "cursor": {"type": "string"},
    "after": {"type": "string"},
}
URL = "https://shop.example.com/orders"


@pytest.mark.parametrize(("headers", "inputs"), [
    ({"link": f'<{URL}?page=1>; rel="prev", <{URL}?page_info=abc&limit=5>; rel="next"'}, {"page_info": "abc"}),
    ({"link": f"<{URL}?page=3&per_page=5>; rel=next"}, {"page": 3}),
    ({"link": f'<{URL}?after=xyz>; title="more"; rel="next"'}, {"after": "xyz"}),
    ({"x-next-page": "3", "x-total-pages": "9"}, {"page": 3}),
    ({"x-next-cursor": "abc"}, {"cursor": "abc"}),
])
def test_the_inputs_of_the_next_page_are_read_from_the_headers(
    headers: dict[str, str], inputs: dict[str, object]
) -> None:
    assert onward(Done([1]), headers, INPUTS) == Done([1], more=True, onward=inputs)


@pytest.mark.parametrize("headers", [
    {}, {"link": f'<{URL}?page=1>; rel="prev"'}, {"link": f'<{URL}?offset=5>; rel="next"'}, {"x-next-page": ""},
    {"x-next-page": "soon"}, {"x-next-cursor": "a" * (LONGEST + 1)}, {"link": "<<<>>>; rel=next" * 99},
])
def test_headers_that_lead_nowhere_add_nothing(headers: dict[str, str]) -> None:
    assert onward(Done([1]), headers, INPUTS) == Done([1])
