"""What staff pages show and leave behind: nothing before both factors, nothing after signing out."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.chromium import DESKTOP, PHONE, Windows
from tests.journeys.staff import InboxPage, sign_in
from tests.journeys.submitter import ReportPage, Told, written
from tests.stack import Stack, wait_for

pytestmark = pytest.mark.journey

TOLD = Told("Cortaron el puente colgante de Yanamayo con motosierras.")
TITLE = "puente colgante"


@pytest.fixture
def tip(stack: Stack, windows: Windows) -> None:
    """A tip that the worker has read."""
    before = stack.analysed()
    ReportPage(windows.open(stack.base, width=PHONE, scripts=False)).open().fill(TOLD).send()
    wait_for(lambda: stack.analysed() - before, "the worker's reading")


def test_row_17_a_password_alone_shows_nothing(stack: Stack, windows: Windows) -> None:
    page, person = windows.open(stack.base), stack.people["rosa"]
    page.goto("/desk/sign-in/")
    page.get_by_label("Nombre de usuario").fill(person.username)
    page.get_by_label("Contraseña").fill(person.password)
    page.get_by_role("button", name="Seguir").click()
    expect(page.get_by_label("Código de su autenticador")).to_be_visible()
    windows.shot(page, "second-factor", (PHONE, DESKTOP))
    for path in ("/desk/", "/desk/case-files/", "/desk/people/"):
        page.goto(path)
        gate = page.get_by_label("Código de su autenticador").or_(page.get_by_label("Contraseña"))
        expect(gate).to_be_visible()
    assert page.request.get("/desk/api/tips").status == 401
    page.goto("/partner/")
    expect(page.get_by_label("Contraseña")).to_be_visible()
    windows.shot(page, "sign-in", (PHONE, DESKTOP))


def test_rows_7_and_23_signing_out_leaves_nothing_to_go_back_to(stack: Stack, windows: Windows, tip: None) -> None:
    page = windows.open(stack.base)
    sign_in(page, stack.people["bruno"])
    InboxPage(page).open_tip(TITLE)
    expect(page.get_by_text("Yanamayo").first).to_be_visible()
    with page.expect_response("**/desk/sign-out/") as answer:
        page.get_by_role("button", name="Cerrar y salir").first.click()
    assert "storage" in (answer.value.header_value("clear-site-data") or "")
    page.wait_for_url("**/desk/sign-in/**")
    for _step in range(3):
        page.go_back(wait_until="commit")
        expect(page.get_by_text("Yanamayo")).to_have_count(0)
    page.goto("/desk/")
    expect(page.get_by_label("Contraseña")).to_be_visible()
    assert [place for place in written(page) if not place.startswith("cookie")] == []
    assert page.request.get("/desk/api/tips").status == 401


def test_a_reload_goes_on_with_the_vault_open_and_a_closed_vault_shows_nothing(
    stack: Stack, windows: Windows, tip: None
) -> None:
    page, person = windows.open(stack.base), stack.people["bruno"]
    sign_in(page, person)
    expect(page.get_by_role("link", name=TITLE).first).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name=TITLE).first).to_be_visible()
    # What the page keeps for a reload is sealed under a key that the server alone holds.
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert "puente" not in kept
    page.get_by_role("button", name="Cerrar bóveda").first.click()
    expect(page.get_by_label("Frase de la bóveda")).to_be_visible()
    expect(page.get_by_text(TITLE)).to_have_count(0)
    windows.shot(page, "unlock", (PHONE, DESKTOP))
    page.get_by_label("Frase de la bóveda").fill("no es esta frase")
    page.get_by_role("button", name="Abrir", exact=True).click()
    expect(page.get_by_text("La frase no abre esta bóveda")).to_be_visible()


@pytest.mark.parametrize("path", ["", "incidents/", "case-files/", "people/"])
def test_desk_pages_fit_a_phone(stack: Stack, windows: Windows, path: str) -> None:
    page = windows.open(stack.base, width=PHONE)
    sign_in(page, stack.people["rosa"])
    page.goto(f"/desk/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Bóveda abierta").filter(visible=True).first).to_be_visible()
    windows.shot(page, f"desk-{path.strip('/') or 'inbox'}", (PHONE, DESKTOP))
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
