"""Indented JSON is what json.dumps writes, and garbage is collected again after what pauses that."""

import gc
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.collection import uncollected
from generator.layout import indented

PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner))


@given(JSON)
def test_indented_json_is_byte_for_byte_what_json_dumps_writes(value: Any) -> None:
    assert indented(value) == json.dumps(value, indent=2, ensure_ascii=False)


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError):
        indented({"held": [object()]})


def test_garbage_is_collected_again_after_a_pause_within_a_pause_and_after_an_error() -> None:
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()
