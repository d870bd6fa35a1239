"""The socket that a fleet listens on."""

import socket

import pytest

from state_db.errors import StateError
from state_db.serve.listen import bound, url_of


def test_answers_do_not_wait_for_acknowledgements() -> None:
    with bound("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_that_is_taken_is_said_with_what_to_do() -> None:
    with bound("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(StateError, match=f"127.0.0.1:{port}.*Choose another"):
            bound("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:1"), ("0.0.0.0", "http://127.0.0.1:1"), ("::1", "http://[::1]:1")],
)
def test_the_address_that_is_announced_can_be_opened(host: str, url: str) -> None:
    assert url_of(host, 1) == url
