"""Which of the four languages a text is in, by its small words and its letters."""

from analysis.reading import Reading

# Function words that tell the languages apart, chat spellings included; words that two languages share weigh little.
_CUES: dict[str, frozenset[str]] = {
    "es": frozenset(
        ["el", "los", "las", "una", "unos", "y", "del", "al", "que", "es", "en", "con", "por", "para", "su", "sus", "mi", "no", "se", "le", "les", "lo", "como", "mas", "pero", "si", "ya", "hay", "esta", "estan", "son", "fue", "ser", "tiene", "tienen", "muy", "aca", "aqui", "alla", "donde", "cuando", "quien", "nos", "ellos", "ella", "nosotros", "ustedes", "yo", "tu", "usted", "hace", "desde", "hasta", "sin", "sobre", "tambien", "porque", "entre", "ese", "esa", "eso", "este", "esto", "porfa", "pes", "pue", "pues", "x", "q", "xq", "dijo", "dice", "dicen", "hola", "buenas", "buenos", "gracias", "senor", "senora", "gente", "comunidad", "rio", "anoche", "ayer", "hoy", "manana", "tengo", "estoy", "soy", "somos", "van", "viene", "vienen", "hasta", "otra", "otro", "todos", "todo", "nada", "nadie", "solo", "asi", "bien"]
    ),
    "pt": frozenset(
        ["o", "os", "as", "um", "uma", "e", "do", "da", "dos", "das", "ao", "no", "na", "nos", "nas", "em", "com", "por", "para", "pra", "pro", "seu", "sua", "meu", "minha", "nao", "se", "lhe", "ele", "ela", "eles", "elas", "mas", "sim", "ja", "ha", "esta", "estao", "sao", "foi", "ser", "tem", "tinha", "muito", "aqui", "la", "onde", "quando", "quem", "nos", "voces", "vc", "vcs", "eu", "tu", "faz", "desde", "ate", "sem", "sobre", "tambem", "porque", "entre", "esse", "essa", "isso", "este", "isto", "ta", "tao", "to", "ontem", "hoje", "amanha", "bom", "boa", "oi", "ola", "dia", "noite", "obrigado", "obrigada", "gente", "comunidade", "rio", "aldeia", "sou", "somos", "vao", "vem", "outra", "outro", "todos", "tudo", "nada", "ninguem", "so", "assim", "bem", "mais", "pelo", "pela", "num", "numa", "daqui", "dele", "dela", "deles", "foram", "tava", "ne", "pessoal", "eh", "tbm", "q", "n"]
    ),
    "en": frozenset(
        ["the", "a", "an", "of", "and", "to", "in", "on", "at", "is", "are", "was", "were", "be", "been", "have", "has", "had", "he", "she", "they", "we", "i", "you", "it", "this", "that", "these", "those", "with", "for", "from", "by", "not", "no", "but", "or", "as", "who", "what", "when", "where", "there", "here", "my", "our", "his", "her", "their", "its", "me", "us", "them", "will", "would", "can", "could", "do", "does", "did", "say", "says", "said", "about", "please", "hello", "hi", "people", "river", "village", "they're", "don't", "all", "one", "some", "any", "up", "down", "out", "over", "after", "before", "because", "if", "so", "just", "very", "them", "dem", "wid", "de", "dey", "gat"]
    ),
    "fr": frozenset(
        ["le", "la", "les", "un", "une", "des", "du", "de", "et", "est", "sont", "dans", "en", "au", "aux", "avec", "pour", "par", "sur", "que", "qui", "ne", "pas", "plus", "je", "tu", "il", "elle", "nous", "vous", "ils", "elles", "on", "ce", "cet", "cette", "ces", "mon", "ma", "mes", "son", "sa", "ses", "leur", "leurs", "mais", "ou", "donc", "car", "si", "y", "a", "ete", "etait", "ont", "avait", "fait", "faire", "chez", "depuis", "jusque", "sans", "sous", "entre", "comme", "quand", "ici", "hier", "bonjour", "merci", "gens", "village", "fleuve", "c'est", "j'ai", "d'un", "d'une", "n'est", "qu'il", "l'homme", "ya", "pck", "jsp", "c'etait", "qu'on", "s'appelle", "tout", "tous", "rien", "deux", "trois"]
    ),
}
_WEIGHTS = {word: 1.0 / sum(word in cues for cues in _CUES.values()) for cues in _CUES.values() for word in cues}
_LETTERS = {"ñ": "es", "¿": "es", "¡": "es", "ã": "pt", "õ": "pt", "ç": "pt fr", "œ": "fr", "è": "fr", "ù": "fr",
            "ê": "pt fr", "à": "pt fr", "ô": "pt fr", "î": "fr", "ú": "es pt", "ó": "es pt", "í": "es pt"}  # fmt: skip
_ELISIONS = ("l'", "d'", "j'", "qu'", "n'", "s'", "c'", "m'")
_ENDINGS = (("cao", "pt"), ("coes", "pt"), ("nho", "pt"), ("nha", "pt"), ("cion", "es"), ("ciones", "es"), ("ing", "en"),
            ("ment", "fr"), ("eur", "fr"), ("aient", "fr"), ("aron", "es"), ("ieron", "es"), ("aram", "pt"), ("eram", "pt"),
            ("ando", "es pt"), ("ait", "fr"), ("mente", "es pt"), ("ught", "en"))  # fmt: skip


def language(reading: Reading, page: str) -> str:
    """es, pt, en, fr, or und. ``page`` (the page's language) breaks a tie, and decides alone where nothing tells."""
    scores = dict.fromkeys(_CUES, 0.0)
    for token in reading.tokens:
        low = token.low.replace("’", "'")
        for lang, cues in _CUES.items():
            if low in cues:
                scores[lang] += _WEIGHTS[low]
        if low.startswith(_ELISIONS):
            scores["fr"] += 1.0
        if len(low) > 5:
            for ending, langs in _ENDINGS:
                if low.endswith(ending):
                    for lang in langs.split():
                        scores[lang] += 0.4
    for character in reading.text:
        for lang in _LETTERS.get(character.lower(), "").split():
            scores[lang] += 0.3
    asked = page.split("-")[0]
    if asked in scores:
        scores[asked] += 0.05
    best = max(sorted(scores), key=lambda lang: scores[lang])
    return best if scores[best] > 0 else "und"
