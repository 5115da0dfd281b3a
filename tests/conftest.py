"""What holds for every test: a closed world (loopback and Unix sockets only), and rules tried at their own pace."""

import hypothesis
import pytest

from tests.tools import closed_world

hypothesis.settings.register_profile("tests", deadline=None)  # the machine may be busy with browsers
hypothesis.settings.load_profile("tests")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Before pytest-socket reads its options: nobody has to pass them."""
    config.option.allow_hosts = ",".join(closed_world.LOOPBACK)
    config.option.allow_unix_socket = True
    closed_world.close()
