"""Each rule on sentences of its own, in careful and in hurried writing, in the four languages."""

import pytest

from analysis.triage import Said, Span, analyse


def found(text: str, label: str, lang: str = "") -> list[str]:
    spans = analyse(text, said=Said(lang=lang), zones=[]).spans
    return [text[span.start : span.end] for span in spans if span.label == label]


def hidden(text: str) -> str:
    """The text with every span's letters blotted out."""
    places = {place for span in analyse(text, said=Said(), zones=[]).spans for place in range(span.start, span.end)}
    return "".join("_" if place in places else character for place, character in enumerate(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ayer vino don Hermenegildo Zarate a la reunion y hablo.", "Hermenegildo Zarate"),
        ("me llamo wilfredo huanca y vivo aqui hace años", "wilfredo huanca"),
        ("EL QUE MANDA SE LLAMA RIGOBERTO TICONA Y TODOS LE TEMEN", "RIGOBERTO TICONA"),
        ("al jefe le dicen Cara Cortada y nadie lo denuncia", "Cara Cortada"),
        ("el encargado, alias Zorrino, cobra a todos", "Zorrino"),
        ("O gerente, conhecido como Bigodão, mandou os homens embora.", "Bigodão"),
        ("seu nome é apelidado Tatuzinho por todos da vila", "Tatuzinho"),
        ("quem manda é o dr. Anselmo Peçanha, do cartório", "Anselmo Peçanha"),
        ("The man is known as Blackie and he carries a gun.", "Blackie"),
        ("my name is Shondelle Persaud and I teach here", "Shondelle Persaud"),
        ("L'homme s'appelle Wenceslas Dorival, il vient de loin.", "Wenceslas Dorival"),
        ("Mme Kouassi nous a prévenus hier soir.", "Kouassi"),
        ("el señor De la Riva compro todo el monte", "De la Riva"),
        ("firmado por R. T. Quispe en el acta", "R. T. Quispe"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert set(name) - set(hidden(text)) or name not in hidden(text)
    assert any(name in span for span in found(text, "PERSON")), analyse(text, said=Said(), zones=[]).spans


def test_a_found_name_is_found_again_in_any_writing() -> None:
    text = "Vino don Anselmo Tapullima. Despues ANSELMO grito, y la gente de tapullima se fue; anselmo quedo solo."
    assert len(found(text, "PERSON")) == 4
    assert "anselmo" not in hidden(text).lower()
    assert "tapullima" not in hidden(text).lower()


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("llamar al 961 234 567 por favor", "PHONE", "961 234 567"),
        ("mi numero es nueve seis uno dos tres cuatro cinco seis siete", "PHONE", "nueve seis uno dos tres cuatro"),
        ("zap dele (92) 99123-4567 toda noite", "PHONE", "(92) 99123-4567"),
        ("appelez le +594 694 12 34 56", "PHONE", "+594 694 12 34 56"),
        ("escriban a vecino.triste@correo.example", "EMAIL", "vecino.triste@correo.example"),
        ("correo: vecino punto triste arroba correo punto example", "EMAIL", "vecino punto triste arroba correo punto"),
        ("su DNI es 40 718 362 segun el papel", "ID_NUMBER", "40 718 362"),
        ("o cpf dele é 318.447.902-10 no papel", "ID_NUMBER", "318.447.902-10"),
        ("carnet 5583017 PD del chofer", "ID_NUMBER", "5583017 PD"),
        ("avioneta con matricula CP-2?14 y franja", "PLATE", "CP-2?14"),
        ("moto placa 1190-7K sin luces", "PLATE", "1190-7K"),
        ("hilux branca placa QVA-4J27 parada", "PLATE", "QVA-4J27"),
        ("la pista esta en -9.40188, -75.20431 al fondo", "COORDINATE", "-9.40188, -75.20431"),
        ("punto 8°02'S 74°19'W del gps", "COORDINATE", "8°02'S 74°19'W"),
        ("UTM 18L 0487210 E 8961344 N", "COORDINATE", "0487210 E 8961344 N"),
        ("busquen a @sin.nombre_77 en la red", "HANDLE", "@sin.nombre_77"),
        ("su perfil facebook.com/sin.nombre.77 dice todo", "HANDLE", "facebook.com/sin.nombre.77"),
    ],
)
def test_numbers_and_addresses(text: str, label: str, value: str) -> None:
    assert any(value in span for span in found(text, label)), analyse(text, said=Said(), zones=[]).spans


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("fue el lunes 6 de mayo en la noche", "lunes 6 de mayo"),
        ("a las 5 y media de la tarde", "5 y media de la tarde"),
        ("na sexta-feira chegou a balsa", "sexta-feira"),
        ("isso foi hoje 11h40", "11h40"),
        ("on the night of May 3 they came", "May 3"),
        ("they came at 9:30 a.m. by boat", "9:30 a.m"),
        ("mardi 14 octobre vers 17h", "mardi 14 octobre"),
        ("desde Semana Santa no vuelve", "Semana Santa"),
    ],
)
def test_dates(text: str, value: str) -> None:
    assert any(value in span for span in found(text, "DATE")), analyse(text, said=Said(), zones=[]).spans


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("en la comunidad nativa Alto Shirimba tumban monte", "PLACE", "Alto Shirimba"),
        ("por la quebrada tsirotsa hay gente armada", "PLACE", "tsirotsa"),
        ("na aldeia Três Cutias chegou gente", "PLACE", "Três Cutias"),
        ("up the creek Wakapoa they dig", "PLACE", "Wakapoa"),
        ("le village Palumeu est vide", "PLACE", "Palumeu"),
        ("en el km 117 de la carretera", "PLACE", "km 117"),
        ("llegaron a Aguaytía de noche", "PLACE", "Aguaytía"),
        ("soy el presidente del comité de riego", "ROLE", "presidente del comité de riego"),
        ("mi cuñada vio todo", "ROLE", "mi cuñada"),
        ("o filho do cacique sumiu", "ROLE", "filho"),
        ("she is the only nurse of the post", "ROLE", "only nurse"),
        ("mon beau-frère travaille là", "ROLE", "mon beau-frère"),
    ],
)
def test_places_and_roles(text: str, label: str, value: str) -> None:
    assert any(value in span for span in found(text, label)), analyse(text, said=Said(), zones=[]).spans


@pytest.mark.parametrize("text", ["vivo en Ucayali cerca del rio", "no estado do Pará tem muito fogo", "somos de Perú"])
def test_regions_and_countries_stay_readable(text: str) -> None:
    assert found(text, "PLACE") == []


def test_money_and_areas_are_no_numbers_of_people() -> None:
    assert found("pagaron S/ 150000 por 40 hectareas y 250000 soles mas", "PHONE") == []


@pytest.mark.parametrize(
    "text",
    [
        "don Jua\u0301n Quispe",  # combining accents
        "don Ju\u200ban Quispe",  # an invisible character amid the name
        "don \uff2a\uff35\uff21\uff2e Quispe",  # full-width letters
    ],
)
def test_disguised_names_are_hidden_whole(text: str) -> None:
    span = next(span for span in analyse(text, said=Said(), zones=[]).spans if span.label == "PERSON")
    assert span.start <= 4
    assert span.end == len(text)


def test_spans_say_why_and_how_sure() -> None:
    span = analyse("me llamo wilfredo huanca", said=Said(), zones=[]).spans[0]
    assert isinstance(span, Span)
    assert ": " in span.why
    assert 0 < span.sure <= 1000
