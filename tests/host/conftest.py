"""The gateway that all of these tests share."""

from collections.abc import Iterator

import pytest

from tests.host.gateway import Gateway


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as gateway:
        yield gateway
