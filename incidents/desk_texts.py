"""What the desk says of itself on public pages: its name, who reads, whom to call, which zones it knows.

These are the defaults of the demo desk. They are the desk's own words and not the program's, so they are written here in
each language and not in the catalogues.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.findings import Zone

# Page languages in the order of the mast; the first is the desk's own and stands at `/`.
LANGUAGES = ("es", "pt-br", "en", "fr")
FIRST_LANGUAGE = LANGUAGES[0]

# Where "leave quickly" ends: a page of ours that could be anybody's.
NEUTRAL_PATH = "/weather/"

# Coarse zones: the id is sealed with the report, the first name is shown, all names are looked for in texts.
ZONES = (
    Zone("rio-alto-cabecera", ("Río Alto, cabecera", "cabecera del Río Alto", "cabeceira do Rio Alto")),
    Zone("rio-alto-bocana", ("Río Alto, bocana", "bocana del Río Alto", "boca do Rio Alto")),
    Zone("quebrada-honda", ("Quebrada Honda",)),
    Zone("carretera-norte", ("Carretera, lado norte", "carretera norte", "estrada norte")),
)


def zones_for_analysis() -> tuple[Zone, ...]:
    """The desk's zones, as the worker looks for them."""
    return ZONES


def zone_choices() -> list[tuple[str, str]]:
    """(id, name) in the order in which the form shows them."""
    return [(zone.id, zone.names[0]) for zone in ZONES]


@dataclass(frozen=True)
class DeskTexts:
    """The desk's words in one language."""

    # As a signature above its answers.
    short: str
    readers: str
    others: str
    # (who, how to reach them)
    contacts: tuple[tuple[str, str], ...]


TEXTS = {
    "es": DeskTexts(
        short="La Mesa",
        readers=(
            "Seis personas de la Mesa de Defensa del Río Alto. A otros solo pasa lo que ellas deciden, sin nombres. "
            "Una máquina de la Mesa ayuda a ordenar lo que llega."
        ),
        others=(
            "Ni la policía, ni el gobierno, ni las empresas. Tampoco quien cuida el servidor, una vez cerrado con llave."
        ),
        contacts=(("Radio", "7 085 kHz, todo el día"), ("Guardia del Río Alto", "555 0142")),
    ),
    "pt-br": DeskTexts(
        short="A Mesa",
        readers=(
            "Seis pessoas da Mesa de Defesa do Rio Alto. A outros só passa o que elas decidem, sem nomes. "
            "Uma máquina da Mesa ajuda a pôr em ordem o que chega."
        ),
        others=(
            "Nem a polícia, nem o governo, nem as empresas. Também não quem cuida do servidor, depois de fechado à chave."
        ),
        contacts=(("Rádio", "7 085 kHz, o dia todo"), ("Guarda do Rio Alto", "555 0142")),
    ),
    "en": DeskTexts(
        short="The desk",
        readers=(
            "Six people of the Río Alto Defence Desk. Others get only what these six decide, without names. "
            "A machine of the desk helps to sort what comes in."
        ),
        others=(
            "Not the police, not the government, not companies. "
            "Not the people who look after the server either, once it is locked."
        ),
        contacts=(("Radio", "7 085 kHz, all day"), ("Río Alto Guard", "555 0142")),
    ),
    "fr": DeskTexts(
        short="Le Bureau",
        readers=(
            "Six personnes du Bureau de défense du Río Alto. D’autres ne reçoivent que ce qu’elles décident, sans noms. "
            "Une machine du Bureau aide à trier ce qui arrive."
        ),
        others=(
            "Ni la police, ni le gouvernement, ni les entreprises. "
            "Ni les gens qui gardent le serveur, une fois fermé à clé."
        ),
        contacts=(("Radio", "7 085 kHz, toute la journée"), ("Garde du Río Alto", "555 0142")),
    ),
}
