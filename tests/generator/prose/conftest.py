"""The loopback server of the tests of reading."""

from reading.conftest import site as site
