"""What holds for every text, and language, category, danger, zone, title and lane on plain examples."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.findings import CATEGORIES, LABELS, RULES_VERSION, Findings, Share
from analysis.titles import TITLE_LIMIT, title
from analysis.triage import Said, Zone, analyse, lane

ZONES = [Zone("z1", ("Ucayali",)), Zone("z2", ("Pará",)), Zone("z3", ("Guyane", "Guyane française")), Zone("z4", ())]
HURRIED = st.text(alphabet="abnqsDJ áñ.,:;-/@#+°'\"0123456789?\n(«", max_size=120)
PIECES = st.lists(
    st.sampled_from(
        ["don ", "me llamo ", "dni ", "placa ", "a las ", "el lunes ", "comunidad ", "de la ", "Juan ", "QUISPE ", "9 ",
         "cero ", "8°", "02' S ", "@", "insta ", "mi ", "hijo ", "alias ", "\n", "12:30 - ", "J. ", "san ", "km ", "\u0301"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=120), HURRIED, PIECES), st.sampled_from(["", "es", "pt-br", "en", "fr", "xx"]))
def test_any_text_has_findings_of_the_agreed_shape(text: str, lang: str) -> None:
    findings = analyse(text, said=Said(lang=lang), zones=ZONES)
    assert findings.lang in ("es", "pt", "en", "fr", "und")
    assert len(findings.title) <= TITLE_LIMIT
    assert findings.category in CATEGORIES
    assert findings.category == findings.categories[0].name
    assert abs(sum(share.share for share in findings.categories) - 1000) <= 120
    assert findings.zone in ("", "z1", "z2", "z3", "z4")
    assert findings.rules == RULES_VERSION
    last = 0
    for span in findings.spans:
        assert last <= span.start < span.end <= len(text)
        last = span.end
        assert span.label in LABELS
        assert span.why
        assert 0 < span.sure <= 1000


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(categories=("Cs", "Co", "Cn", "Mn", "Lo", "So", "Zl")), max_size=40))
def test_surrogates_marks_and_unassigned_code_points_return(text: str) -> None:
    analyse(text, said=Said(), zones=ZONES)


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_spans_end_at_the_borders_of_words(text: str) -> None:
    for span in analyse(text, said=Said(), zones=[]).spans:
        assert not (span.start > 0 and text[span.start - 1].isalnum() and text[span.start].isalnum())
        assert not (span.end < len(text) and text[span.end - 1].isalnum() and text[span.end].isalnum())


def test_the_same_text_has_the_same_findings() -> None:
    text = "don Juan Quispe, del 961 234 567, amenaza de muerte a la gente de la quebrada Tsirotsa en Ucayali"
    assert analyse(text, said=Said(), zones=ZONES) == analyse(text, said=Said(), zones=ZONES)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("buenas tardes aca en la quebrada estan tumbando monte y nadie hace nada", "es"),
        ("boa noite, aqui na aldeia não tem mais peixe e o garimpo voltou", "pt"),
        ("the men came up the river with a dredge and they have guns", "en"),
        ("les barges sont revenues sur la crique et l'eau est marron", "fr"),
        ("", "und"),
    ],
)
def test_language(text: str, lang: str) -> None:
    assert analyse(text, said=Said(), zones=[]).lang == lang


def test_the_page_decides_only_where_the_text_does_not_tell() -> None:
    assert analyse("Zzkpt vrrm", said=Said(lang="pt-br"), zones=[]).lang == "pt"
    assert analyse("the men came with guns and they are here", said=Said(lang="pt-br"), zones=[]).lang == "en"


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("me mandaron un mensaje, dice que me van a matar si sigo hablando, es una amenaza", "threat"),
        ("le dispararon y lo golpearon con palos, esta herido en la posta", "attack"),
        ("mi hermano desaparecio, no ha vuelto, encontraron su canoa vacia", "killing_or_disappearance"),
        ("desmontaron 40 hectareas con tractor, pura quema y deforestacion", "illegal_clearing"),
        ("hay un laboratorio de cocaina con pozas de maceracion y acetona", "coca_or_drug_lab"),
        ("una avioneta aterrizo en la pista nueva de noche", "airstrip_or_flight"),
        ("as dragas do garimpo jogam mercúrio no rio atrás de ouro", "illegal_mining"),
        ("sacan madera, trozas de cedro y caoba al aserradero", "illegal_logging"),
        ("los invasores pusieron mojones y alambre y venden lotes de nuestras tierras", "land_invasion"),
        ("el funcionario pide coima y soborno para firmar, corrupcion", "official_misconduct"),
        ("probando probando, test test", "not_a_report"),
    ],
)
def test_category(text: str, category: str) -> None:
    assert analyse(text, said=Said(), zones=[]).category == category


def test_the_forms_picture_counts() -> None:
    text = "vinieron otra vez al puerto y se fueron"
    assert analyse(text, said=Said(kind="air"), zones=[]).category == "airstrip_or_flight"
    assert analyse(text, said=Said(kind="nonsense"), zones=[]).category == "other"


@pytest.mark.parametrize(
    "text",
    [
        "dijeron que lo van a matar si vuelve",
        "mataram o meu vizinho e ele está escondido",
        "they shot at our house last night",
        "on a tiré sur la maison, il est blessé",
        "no ha vuelto desde ayer, esta desaparecido",
    ],
)
def test_danger_says_why(text: str) -> None:
    findings = analyse(text, said=Said(), zones=[])
    assert findings.danger
    assert findings.danger_why
    assert lane(findings, Said()) == "urgent"


@pytest.mark.parametrize(
    "text", ["sacan madera de la reserva", "queria saber se vocês têm remédio", "the school is shut"]
)
def test_no_danger(text: str) -> None:
    assert not analyse(text, said=Said(), zones=[]).danger


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("esto pasa en ucayali hace tiempo", "z1"),
        ("esto pasa en Pucallpa hace tiempo", "z1"),
        ("es para la comunidad, para todos", ""),
        ("isso é no Pará mesmo", "z2"),
        ("sur le fleuve, en guyane francaise", "z3"),
        ("no se donde", ""),
    ],
)
def test_zone(text: str, zone: str) -> None:
    assert analyse(text, said=Said(), zones=ZONES).zone == zone


def test_the_zone_that_the_form_said_goes_first_if_the_desk_has_it() -> None:
    assert analyse("esto pasa en ucayali", said=Said(zone="z2"), zones=ZONES).zone == "z2"
    assert analyse("esto pasa en ucayali", said=Said(zone="gone"), zones=ZONES).zone == "z1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Buenas tardes. Estan tumbando monte en la cabecera. Son muchos.", "Estan tumbando monte en la cabecera."),
        ("hola", "hola"),
        ("", ""),
        ("  \n ", ""),
        ("hola amigos, la avioneta blanca bajó otra vez anoche", "la avioneta blanca bajó otra vez anoche"),
    ],
)
def test_title(text: str, expected: str) -> None:
    assert title(text) == expected


@given(st.text(max_size=400))
def test_a_title_is_made_of_the_texts_own_words(text: str) -> None:
    made = title(text)
    assert len(made) <= TITLE_LIMIT
    assert made.removesuffix("…").rstrip(" ,;:") in " ".join(text.split())
    assert bool(made) or not any(character.isalnum() for character in text)


def outcome(category: str, share: int, *, danger: bool = False) -> Findings:
    return Findings("es", "", category, (Share(category, share),), danger, (), "", (), RULES_VERSION)


@pytest.mark.parametrize(
    ("findings", "said", "expected"),
    [
        (outcome("not_a_report", 950), Said(), "noise"),
        (outcome("not_a_report", 890), Said(), "normal"),
        (outcome("other", 950), Said(), "normal"),
        (outcome("not_a_report", 950, danger=True), Said(), "urgent"),
        (outcome("not_a_report", 950), Said(danger=True), "urgent"),
        (outcome("illegal_mining", 400), Said(danger=True), "urgent"),
    ],
)
def test_lane(findings: Findings, said: Said, expected: str) -> None:
    assert lane(findings, said) == expected


def test_findings_become_json_without_floats() -> None:
    findings = analyse("don Juan Quispe amenaza con matar", said=Said(), zones=[])
    numbers = [span.sure for span in findings.spans] + [share.share for share in findings.categories]
    assert all(isinstance(number, int) for number in numbers)
    assert json.dumps(numbers)
