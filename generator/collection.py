"""Python's collection of cyclic garbage, paused where much is built and little of it is ever garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nothing be collected inside, and go on as before after it; as a decorator, in each call.

    Descriptions, plans and rows are trees of hundreds of thousands of objects that refer to each other one way, so that
    counting references frees them. Walking through all of them again and again took a tenth of the time of compiling
    a thousand operations, and freed a few megabytes.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
