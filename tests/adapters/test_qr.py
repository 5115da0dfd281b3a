"""The codes that a telephone reads."""

import pytest

from pwa.adapters.qr import drawing


@pytest.mark.parametrize("address", ["https://a.fr/", "https://surveillant.exemple.fr/surveiller/2147483647"])
def test_a_code_is_a_drawing_that_scales(address: str) -> None:
    assert b"viewBox" in drawing(address)
    assert b"<?xml" not in drawing(address)
