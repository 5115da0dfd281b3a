"""The application's own processes start, die and come back as the tests' tools say they do."""

from tests.tools.servers import AppServer


def test_both_processes_die_and_come_back(app_server: AppServer) -> None:
    assert app_server.status("/up") == 200
    app_server.kill_web()
    assert app_server.status("/up") == 0
    app_server.kill_watcher()
    app_server.start()
    assert app_server.status("/up") == 200


def test_nothing_is_left_after_a_stop() -> None:
    with AppServer() as server:
        folder = server.data_dir
    assert server.status("/up") == 0
    assert not folder.exists()
