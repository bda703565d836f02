"""What a supervisor and a proxy hear."""

from shutil import rmtree

from tests.builders_web import Web


def test_a_living_process_with_a_database_is_ready(web: Web) -> None:
    client = web.app.test_client()
    assert client.get("/healthz/live").status_code == 200
    assert client.get("/healthz/ready").text == "ready\n"


def test_a_process_without_its_database_lives_but_is_not_ready(web: Web) -> None:
    web.runtime.store.engine.dispose()
    rmtree(web.runtime.settings.data_folder)
    client = web.app.test_client()
    assert client.get("/healthz/live").status_code == 200
    assert client.get("/healthz/ready").status_code == 503
