"""What all tests start from."""

import signal

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Let processes that tests start be interrupted.

    A shell starts what runs in its background with SIGINT ignored, and every process below inherits that.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
