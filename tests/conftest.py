"""What holds for every test: a closed world (loopback and Unix sockets only), rules tried at their own pace, a cast."""

import hypothesis
import pytest

from tests.tools import closed_world

SHARED = ("tests.databases", "tests.cast")  # here once, before any test imports them

hypothesis.settings.register_profile("tests", deadline=None)  # the machine may be busy with browsers
hypothesis.settings.load_profile("tests")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Before pytest-socket reads its options: nobody has to pass them."""
    config.option.allow_hosts = ",".join(closed_world.LOOPBACK)
    config.option.allow_unix_socket = True
    closed_world.close()
    for shared in SHARED:
        config.pluginmanager.import_plugin(shared)
