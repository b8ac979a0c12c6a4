"""What a submitter meets when the script is late, the key is false, the connection breaks, or somebody comes in."""

from __future__ import annotations

import json
import time

import pytest
from playwright.sync_api import Route, expect

from tests.chromium import PHONE, Windows
from tests.stack import Stack

pytestmark = pytest.mark.journey

TEXT = "Nadie debe ver esto antes de tiempo."
SECONDS = 20


def tips(stack: Stack) -> int:
    return int(stack.rows("select count(*) from incidents_tip")[0][0])


def hold(route: Route) -> None:
    """A request that is never answered."""


def test_nothing_goes_unsealed_while_the_script_is_on_its_way_and_nobody_is_stranded(
    stack: Stack, windows: Windows
) -> None:
    page = windows.open(stack.base, width=PHONE)
    page.route("**/static/app/report*", hold)
    before = tips(stack)
    page.goto("/es/", wait_until="commit")
    plain, waiting = page.locator("#report .plain button"), page.locator("#report .wait button")
    started = time.monotonic()
    expect(waiting).to_be_visible()
    expect(waiting).to_be_disabled()
    expect(plain).to_be_hidden()
    page.get_by_label("Lo que pasó").fill(TEXT)
    for name, value in (("danger", "no"), ("kind", "tree")):
        page.locator(f"input[name={name}][value={value}]").focus()
        page.keyboard.press("Enter")
    page.wait_for_timeout(1000)
    assert page.locator("#report").count() == 1, "Enter sent the report"
    assert tips(stack) == before
    expect(plain).to_be_visible(timeout=(SECONDS + 10) * 1000)
    assert time.monotonic() - started > SECONDS - 2
    expect(page.get_by_text("No llegó en 20 segundos.")).to_be_visible()
    expect(page.get_by_label("Lo que pasó")).to_have_value(TEXT)
    windows.shot(page, "report-late")
    plain.click()
    expect(page.locator("ol.words li")).to_have_count(10)
    assert tips(stack) == before + 1


def test_a_key_that_the_root_does_not_vouch_for_stops_everything(stack: Stack, windows: Windows) -> None:
    page = windows.open(stack.base, width=PHONE)

    def forge(route: Route) -> None:
        served = json.loads(route.fetch().body())
        served["signatures"][0]["sig"] = "A" * 86
        route.fulfill(status=200, content_type="application/json", body=json.dumps(served))

    page.route("**/keys.json", forge)
    before = tips(stack)
    page.goto("/es/")
    expect(page.get_by_text("No se puede comprobar la llave de la Mesa")).to_be_visible()
    expect(page.locator("#report .plain button")).to_be_disabled()
    page.get_by_label("Lo que pasó").fill(TEXT)
    page.locator("input[name=danger][value=no]").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert page.locator("#report").count() == 1
    assert tips(stack) == before


def test_an_answer_that_was_lost_makes_no_second_report(stack: Stack, windows: Windows) -> None:
    page = windows.open(stack.base, width=PHONE)
    posts: list[str | None] = []

    def lose(route: Route) -> None:
        posts.append(route.request.post_data)
        if len(posts) == 1:
            route.fetch()  # it arrives, and the answer does not
            route.abort()
        else:
            route.continue_()

    page.route("**/es/sealed/", lose)
    before = tips(stack)
    page.goto("/es/")
    expect(page.get_by_text("Se cierra en este teléfono")).to_be_visible()
    page.get_by_label("Lo que pasó").fill(TEXT)
    page.get_by_role("button", name="Enviar").click()
    expect(page.locator("[data-error]")).to_contain_text("No pasó.")
    expect(page.get_by_label("Lo que pasó")).to_have_value(TEXT)
    page.get_by_role("button", name="Enviar").click()
    expect(page.locator("ol.words li")).to_have_count(10)
    assert posts[0] == posts[1]
    assert tips(stack) == before + 1


@pytest.mark.parametrize("scripts", [True, False])
def test_rows_2_and_7_after_leaving_going_back_shows_nothing_and_nothing_is_kept(
    scripts: bool, stack: Stack, windows: Windows
) -> None:
    context = windows.context(stack.base, scripts=scripts, width=PHONE)
    page = context.new_page()
    page.goto("/weather/")
    page.goto("/es/")
    if scripts:
        expect(page.get_by_text("Se cierra en este teléfono")).to_be_visible()
    page.get_by_label("Lo que pasó").fill(TEXT)
    page.get_by_role("link", name="Salir rápido").click()
    page.wait_for_url("**/weather/")
    page.go_back()
    page.wait_for_timeout(1000)
    assert TEXT not in page.content()
    if page.locator("#text").count():
        expect(page.locator("#text")).to_have_value("")
    assert context.cookies() == []
    if scripts:
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
