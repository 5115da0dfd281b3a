"""Firefox does what a person's hands and eyes would."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.bidi import BidiError
from tests.tools.firefox import Device, Firefox
from tests.tools.fixture_site import FixtureSite
from tests.tools.waiting import NeverHappened

FORM = """<!doctype html><title>Formulaire</title>
<label>Nom <input id="name" value="avant"></label>
<p style="height: 3000px">Loin</p>
<button id="go">Valider ma réponse</button><p role="status"></p>
<script>
document.querySelector('#go').onclick = event => {
  document.querySelector('[role=status]').innerText = event.isTrusted + ' ' + document.querySelector('#name').value;
};
console.log('prêt');
</script>"""


@pytest.fixture
def site() -> Iterator[FixtureSite]:
    with FixtureSite({"/": FORM, "/other": "<p>ailleurs</p>"}) as site:
        yield site


@pytest.fixture
def device(firefox: Firefox) -> Iterator[Device]:
    with firefox.device() as device:
        yield device


def test_a_person_types_and_clicks(device: Device, site: FixtureSite) -> None:
    page = device.page(site.origin)
    page.css("#name").fill("Zoé")
    page.role("button", "Valider ma réponse").click()
    assert page.css("[role=status]").text == "true Zoé"


def test_a_click_waits_until_nothing_is_over_its_target(device: Device, site: FixtureSite) -> None:
    page = device.page(site.origin)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<dialog>Voile</dialog>')")
    page.evaluate("document.querySelector('dialog').showModal()")
    page.evaluate("setTimeout(() => document.querySelector('dialog').close(), 200) && 0")
    page.role("button", "Valider ma réponse").click()
    assert page.css("[role=status]").text == "true avant"


def test_an_element_is_found_inside_another(device: Device, site: FixtureSite) -> None:
    page = device.page(site.origin)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<nav><button>Valider ma réponse</button></nav>')")
    assert page.role("button", "Valider ma réponse").count == 2
    assert page.role("button", "Valider ma réponse", "nav").count == 1
    assert page.role("button", "Valider ma réponse", "aside").count == 0


def test_an_expression_is_awaited_and_comes_back_as_json(device: Device, site: FixtureSite) -> None:
    page = device.page(site.origin)
    assert page.evaluate("Promise.resolve({a: [1, null, 'é'], b: undefined})") == {"a": [1, None, "é"]}
    assert page.evaluate("undefined") is None


def test_an_expression_that_throws_says_why(device: Device, site: FixtureSite) -> None:
    with pytest.raises(BidiError, match="nothing_here"):
        device.page(site.origin).evaluate("nothing_here")


def test_waiting_survives_a_navigation(device: Device, site: FixtureSite) -> None:
    page = device.page(site.origin)
    page.evaluate("setTimeout(() => location = '/other', 100) && 0")
    page.wait_for("location.pathname == '/other' && document.body?.innerText == 'ailleurs'")
    assert page.url == f"{site.origin}/other"


def test_an_element_that_never_comes_is_named(device: Device, site: FixtureSite) -> None:
    with pytest.raises(NeverHappened, match="Jamais"):
        device.page(site.origin).role("button", "Jamais").click(timeout=0.1)


def test_the_window_has_the_size_of_a_phone(device: Device, site: FixtureSite, tmp_path: Path) -> None:
    page = device.page(site.origin)
    assert page.evaluate("[innerWidth, innerHeight]") == [390, 844]
    page.set_viewport(1440, 900)
    assert page.evaluate("[innerWidth, innerHeight]") == [1440, 900]
    page.screenshot(tmp_path / "page.png")
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")


def test_devices_do_not_share_cookies(firefox: Firefox, site: FixtureSite) -> None:
    with firefox.device() as one, firefox.device() as other:
        page = one.page(site.origin)
        page.evaluate("document.cookie = 'who=one'")
        assert one.page(site.origin).evaluate("document.cookie") == "who=one"
        assert other.page(site.origin).evaluate("document.cookie") == ""
        assert (len(one.pages()), len(other.pages())) == (2, 1)


@pytest.mark.parametrize("state", ["granted", "denied"])
def test_a_permission_is_answered_in_advance(device: Device, site: FixtureSite, state: str) -> None:
    device.set_permission(site.origin, state=state)
    assert device.page(site.origin).evaluate("Notification.permission") == state


def test_a_device_goes_offline_and_comes_back(device: Device, site: FixtureSite) -> None:
    page = device.page(site.origin)
    ask = "fetch('/other').then(answer => answer.status, () => 'cut')"
    device.offline()
    assert page.evaluate(ask) == "cut"
    device.offline(False)
    assert page.evaluate(ask) == 200


def test_one_page_goes_offline_alone(device: Device, site: FixtureSite) -> None:
    page, other = device.page(site.origin), device.page(site.origin)
    ask = "fetch('/other').then(answer => answer.status, () => 'cut')"
    page.offline()
    assert (page.evaluate(ask), other.evaluate(ask)) == ("cut", 200)


def test_the_console_is_kept(firefox: Firefox, device: Device, site: FixtureSite) -> None:
    mark = firefox.console.mark()
    device.page(site.origin)
    assert firefox.console.wait_for(since=mark)["text"] == "prêt"


def test_an_element_is_awaited_until_it_is_gone(device: Device, site: FixtureSite) -> None:
    page = device.page(site.origin)
    page.evaluate("setTimeout(() => document.querySelector('#go').hidden = true, 50) && 0")
    page.css("#go").wait_gone()
