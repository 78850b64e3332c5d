"""The news agencies that pages credit, and how each is written there.

The first name of each row is the one that credits carry. Case counts: "AP" is an agency, "ap" is not.
"""

from __future__ import annotations

import re
from functools import cache

_AGENCIES: tuple[tuple[str, ...], ...] = (
    ("AP", "Associated Press", "ASSOCIATED PRESS", "AP News", "A.P.", "АП", "Ассошиэйтед Пресс"),
    ("Reuters", "REUTERS", "reuters", "Thomson Reuters", "Рейтер", "Рейтерс", "Reuter"),
    ("AFP", "Agence France-Presse", "Agence France Presse", "АФП", "Франс Пресс"),
    ("UPI", "United Press International"),
    ("Bloomberg", "Bloomberg News", "BLOOMBERG", "Блумберг"),
    ("PA Media", "Press Association", "PA", "PA news agency"),
    ("TT", "Tidningarnas Telegrambyrå", "TT Nyhetsbyrån"),
    ("FNB",),
    ("NTB", "Norsk Telegrambyrå"),
    ("Ritzau", "RITZAU", "ritzau", "Ritzaus Bureau", "Ritzaus"),
    ("STT", "Suomen Tietotoimisto", "STT-Lehtikuva", "Lehtikuva"),
    ("dpa", "DPA", "Deutsche Presse-Agentur", "dpa-AFX", "ДПА"),
    ("KNA", "Katholische Nachrichten-Agentur"),
    ("epd", "Evangelischer Pressedienst"),
    ("dapd",),
    ("AFX",),
    ("SID", "Sport-Informations-Dienst"),
    ("APA", "Austria Presse Agentur"),
    ("Keystone-SDA", "SDA", "sda", "Keystone-ATS", "ATS", "ats", "Keystone", "awp"),
    ("Belga", "BELGA", "belga"),
    ("ANP",),
    ("ANSA", "Ansa"),
    ("AGI",),
    ("Adnkronos", "ADNKRONOS"),
    ("EFE", "Agencia EFE", "Efe"),
    ("Europa Press", "EUROPA PRESS"),
    ("Lusa", "LUSA"),
    ("PAP", "Polska Agencja Prasowa"),
    ("ČTK", "CTK"),
    ("TASR",),
    ("SITA",),
    ("MTI",),
    ("STA", "Slovenska tiskovna agencija"),
    ("HINA", "Hina"),
    ("Tanjug", "TANJUG", "Танјуг"),
    ("Beta", "BETA"),
    ("SRNA", "Срна"),
    ("FENA",),
    ("MIA", "МИА"),
    ("BTA", "БТА"),
    ("ANA-MPA", "AMNA", "ΑΠΕ-ΜΠΕ", "ΑΜΠΕ"),
    ("Agerpres", "AGERPRES"),
    ("Mediafax", "MEDIAFAX"),
    ("Moldpres", "MOLDPRES", "Молдпрес"),
    ("BNS",),
    ("ELTA", "Elta"),
    ("LETA",),
    ("ETA",),
    ("ERR",),
    ("TASS", "ТАСС", "ИТАР-ТАСС", "ITAR-TASS", "Itar-Tass", "Tass"),
    ("RIA Novosti", "РИА Новости", "РИА «Новости»", "RIA", "РИА", "Россия сегодня"),
    ("Interfax", "INTERFAX", "INTERFAX.RU", "Интерфакс", "ИНТЕРФАКС", "Interfax-Ukraine", "Интерфакс-Украина"),
    ("Regnum", "REGNUM", "ИА Регнум", "ИА REGNUM"),
    ("Rosbalt", "Росбалт"),
    ("UNN", "УНН"),
    ("Ukrinform", "UKRINFORM", "Укринформ", "Укрінформ"),
    ("UNIAN", "УНИАН", "УНІАН"),
    ("RBC-Ukraine", "РБК-Украина", "РБК-Україна"),
    ("BelTA", "БЕЛТА", "БелТА", "BELTA"),
    ("Anadolu", "Anadolu Agency", "Anadolu Ajansı", "AA"),
    ("Xinhua", "XINHUA", "Синьхуа"),
    ("Kyodo", "Kyodo News"),
    ("Yonhap",),
    ("PTI", "Press Trust of India"),
    ("IANS",),
    ("IRNA",),
    ("SANA",),
    ("NNA",),
    ("Canadian Press", "The Canadian Press"),
    ("AAP", "Australian Associated Press"),
    ("Tribune News Service", "TNS"),
    ("CNN Wire", "CNN Newsource"),
)

#: Agencies whose short name is a common word or initials of much else: they count only among other agencies or in
#: brackets, never in a byline.
AMBIGUOUS = frozenset(
    {"PA", "AA", "Beta", "BETA", "MIA", "SITA", "STA", "SANA", "NNA", "SID", "Keystone", "ERR", "ATS"}
)


@cache
def canonical_names() -> dict[str, str]:
    """Every spelling of every agency, to the name that credits carry."""
    return {spelling: row[0] for row in _AGENCIES for spelling in row}


def agency(name: str) -> str | None:
    """The agency that a name means, or ``None``.

    >>> agency("The Associated Press"), agency("ТАСС"), agency("Anna Berg")
    ('AP', 'TASS', None)
    """
    bare = re.sub(r"^(?:the|THE|The)\s+", "", name.strip(" .,:;«»“”\"'"))
    return canonical_names().get(bare)


@cache
def agency_words() -> str:
    """A regular expression, without groups, for any spelling of any agency; the longest first."""
    spellings = sorted(canonical_names(), key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, spellings))})(?!\w)"
