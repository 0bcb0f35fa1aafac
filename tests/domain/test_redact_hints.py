"""What is cheap to look for never hides what the pattern would find."""

import pytest

from chalicelib.domain.redact import _HINTS, _LOOKS, MASK, redact_text
from tests.security.canaries import LOOKS


@pytest.mark.parametrize("said", LOOKS)
def test_each_look_of_a_credential_has_a_hint(said):
    assert _LOOKS.search(said) and any(hint in said.lower() for hint in _HINTS) and MASK in redact_text(said)
