"""Lines that belong to the site and not to the story: comment forms, sharing, related pages, cookies, subscriptions."""

from __future__ import annotations

import re

#: A line that opens the comments: everything after it belongs to the site's visitors.
_COMMENTS = """
    (?:inga\\ )?kommentarer|kommentera(?:\\ artikeln)?|(?:skicka|lämna|skriv)\\ en\\ kommentar
    |(?:no\\ )?comments?(?:\\ section)?|(?:leave|post|add|write)\\ a\\ (?:comment|reply)|join\\ the\\ conversation
    |комментари(?:и|ев)|комментариев\\ нет|нет\\ комментариев|(?:оставить|добавить|отправить|написать)\\ комментарий
    |(?:keine\\ )?kommentare|kommentar\\ (?:schreiben|verfassen|hinterlassen|veröffentlichen|abgeben)
    |schreiben?\\ (?:sie\\ )?einen\\ kommentar
    |(?:aucun\\ )?commentaires?|(?:laisser|enregistrer|poster|ajouter|écrire)\\ un\\ commentaire
    |ingen\\ kommentarer|(?:send|tilføj|efterlad|legg\\ (?:inn|igjen))\\ en\\ kommentar
    |kommentit|ei\\ kommentteja|(?:lähetä|jätä|kirjoita|lisää)\\ kommentti|kommentoi
    |kommentaarid|kommentaare\\ ei\\ ole|(?:lisa|jäta|kirjuta)\\ kommentaar
    |komentāri|(?:pievienot|rakstīt)\\ komentāru|komentāru\\ nav
    |komentarai|(?:rašyti|palikti|parašykite)\\ komentarą|komentarų\\ nėra
    |коментарі|(?:немає|нема)\\ коментарів|(?:залишити|додати|написати)\\ коментар
    |komentarze|brak\\ komentarzy|(?:dodaj|prześlij|napisz|zostaw)\\ komentarz
    |(?:žádné\\ )?komentáře|okomentovat|přidat\\ komentář
    |reacties|geen\\ (?:reacties|opmerkingen)|(?:plaats|een)\\ reactie(?:\\ posten)?|geef\\ een\\ reactie
    |(?:no\\ hay\\ )?comentarios|(?:deja|publicar|escribe|añadir)\\ un\\ comentario
    |commenti|nessun\\ commento|(?:posta|lascia|scrivi|aggiungi)\\ un\\ commento
    |(?:sem\\ )?comentários|(?:deixe|enviar|publicar|postar)\\ um\\ comentário
    |(?:няма\\ )?коментари|(?:напиши|добави|публикуване\\ на)\\ коментар
    |(?:ni\\ )?komentarjev|komentarji|(?:dodaj|objavite)\\ komentar
    |σχόλια|δεν\\ υπάρχουν\\ σχόλια|(?:δημοσίευση|προσθήκη)\\ σχολίου
"""

#: A line that opens links to other pages; also with a title after a colon.
_RELATED = """
    läs\\ (?:också|även|mer|vidare)(?:\\ (?:här|om\\ ämnet))?|relatera(?:t|de\\ artiklar)|mest\\ läst(?:a)?
    |read\\ (?:also|more|next)|related(?:\\ (?:articles?|stories|news|posts|topics|content))?|more\\ on\\ this(?:\\ story)?
    |(?:most\\ read|see\\ also|also\\ read|recommended|more\\ stories|trending(?:\\ now)?)
    |читайте\\ (?:также|ещё|еще|по\\ теме)|(?:материалы\\ )?по\\ теме|смотрите\\ также|самое\\ читаемое|популярное
    |lesen\\ sie\\ (?:auch|mehr|dazu)|mehr\\ zum\\ thema|auch\\ interessant|meistgelesen|das\\ könnte\\ sie\\ auch\\ interessieren
    |(?:à\\ )?lire\\ (?:aussi|également)|sur\\ le\\ même\\ (?:sujet|thème)|les\\ plus\\ lus|voir\\ aussi
    |læs\\ (?:også|mere)|mest\\ læste?|les\\ (?:også|mer)|mest\\ lest
    |lue\\ (?:myös|lisää)|luetuimmat|loe\\ (?:ka|lisaks|veel|rohkem)|lasi\\ arī|lasiet\\ arī|skaityk(?:ite)?\\ taip\\ pat
    |читайте\\ (?:також|більше)|czytaj\\ (?:też|także|również|więcej)|zobacz\\ (?:też|także|również)|čtěte\\ (?:také|též|více)
    |lees\\ (?:ook|meer)|(?:lea|lee|leer)\\ (?:también|más)|te\\ puede\\ interesar|leggi\\ anche|leia\\ (?:também|mais)|saiba\\ mais
    |прочетете\\ (?:още|също)|(?:preberite|beri)\\ (?:tudi|več)|διαβάστε\\ (?:επίσης|ακόμα|ακόμη)
"""

#: Lines of the site's own: sharing, following, subscribing, signing in, the fields of a comment form, rights.
_SITE = """
    dela\\ (?:artikeln?|på\\ \\w+|via\\ \\w+|med\\ dig|inlägget).{0,30}|(?:bli\\ prenumerant|prenumerera|logga\\ in).{0,60}
    |underteckna\\ med\\ ditt\\ namn|prenumerera\\ på.{0,60}
    |share(?:\\ (?:this|on|via|the\\ article|article)).{0,40}|(?:subscribe|sign\\ up|sign\\ in|log\\ in|register)(?:\\ (?:now|today|here|to|for)\\b.{0,80})?
    |(?:advertisement|story\\ continues\\ below\\ advertisement|skip\\ to\\ (?:main\\ )?content|click\\ here\\ to.{0,60}|print|email|tweet)
    |follow\\ (?:us|\\S+\\ \\S+|@\\S+)\\ on\\ .{1,40}|get\\ our\\ .{1,60}newsletter.{0,40}
    |поделиться.{0,40}|(?:подписаться|подпишитесь|подписывайтесь)(?:\\ на)?.{0,80}|войти|зарегистрироваться|реклама
    |(?:artikel\\ )?teilen(?:\\ auf\\ .{1,30})?|(?:jetzt\\ )?abonnieren.{0,60}|zum\\ newsletter.{0,60}|anzeige|anmelden|artikel\\ drucken
    |partager(?:\\ (?:sur|l['’]article|cet\\ article).{0,40})?|(?:s['’]abonner|abonnez-vous|je\\ m['’]abonne|se\\ connecter|publicité).{0,60}
    |del\\ (?:artiklen|artikkelen|på\\ \\w+).{0,30}|(?:abonner|bliv\\ abonnent|bli\\ abonnent|log\\ ind|logg\\ inn|annonce|annonse).{0,60}
    |jaa\\ (?:artikkeli|facebookissa).{0,30}|tilaa\\ (?:uutiskirje|nyt|lehti).{0,40}|kirjaudu(?:\\ sisään)?|mainos
    |jaga(?:\\ artiklit)?|telli(?:\\ .{1,40})?|dalīties(?:\\ ar\\ .{1,30})?|dalintis|prenumeruo(?:ti|kite).{0,40}
    |поділитися.{0,40}|підпис(?:атися|уйтесь).{0,80}|udostępnij(?:\\ .{1,30})?|sdílet(?:\\ .{1,30})?|delen(?:\\ via\\ .{1,30})?
    |compartir(?:\\ en\\ .{1,30})?|condividi(?:\\ su\\ .{1,30})?|partilhar|compartilhe?.{0,30}|suscr[ií]bete.{0,40}|iscriviti.{0,40}
    |.{0,120}\\b(?:alla\\ rättigheter\\ förbehållna|all\\ rights\\ reserved|все\\ права\\ защищены|alle\\ rechte\\ vorbehalten)\\b.{0,80}
    |.{0,120}\\b(?:tous\\ droits\\ réservés|alle\\ rettigheder\\ forbeholdes|alle\\ rettigheter\\ forbeholdt|kaikki\\ oikeudet\\ pidätetään)\\b.{0,80}
    |.{0,120}\\b(?:усі\\ права\\ захищені|всі\\ права\\ захищені|wszelkie\\ prawa\\ zastrzeżone|todos\\ los\\ derechos\\ reservados|tutti\\ i\\ diritti\\ riservati)\\b.{0,80}
"""
_COOKIE = re.compile(
    r"\b(?:cookies?|kakor|evästei\w*|küpsise\w*|sīkdat\w*|slapuk\w*|ciasteczk\w*|informasjonskapsler|файл\w* (?:cookie|куки))\b",
    re.I,
)
_COOKIE_VERB = re.compile(
    r"\b(?:använd\w*|godkänn\w*|uses?|using|accept\w*|consent|использу\w*|verwende[nt]|nutz(?:en|t)|utilis\w*|brug(?:er|es)|"
    r"bruker|käyt\w*|kasuta\w*|izmanto\w*|naudoja\w*|використову\w*|używa\w*|používá\w*|gebruik\w*|utili[zs]z?a\w*|usamos)\b",
    re.I,
)
_EDGES = " \t\u00a0.:!…»›>*•|–—-()[]0123456789"

_OPENS_COMMENTS = re.compile(rf"(?:{_COMMENTS})", re.I | re.X)
_OPENS_RELATED = re.compile(rf"(?:{_RELATED})", re.I | re.X)
_RELATED_LINK = re.compile(rf"(?:{_RELATED})\s?:\s?.{{1,200}}", re.I | re.X)
_OF_SITE = re.compile(rf"(?:{_SITE})", re.I | re.X)

#: Characters up to which a line about cookies is a notice and not a story about them.
_NOTICE_CHARACTERS = 240


def opens_comments(line: str) -> bool:
    """Whether a line heads the comments or the form to write one.

    >>> opens_comments("Inga kommentarer:"), opens_comments("3 Comments"), opens_comments("He had no comment.")
    (True, True, False)
    """
    return bool(_OPENS_COMMENTS.fullmatch(line.strip(_EDGES)))


def opens_related(line: str) -> bool:
    """Whether a line heads a list of other pages."""
    return bool(_OPENS_RELATED.fullmatch(line.strip(_EDGES)))


def is_site_line(line: str) -> bool:
    """Whether a line is the site's own and not the story's: sharing, related links, cookies, subscriptions, rights.

    >>> is_site_line("Läs också: Så väljer du däck"), is_site_line("Dela artikeln: E-mail"), is_site_line("Han sade nej.")
    (True, True, False)
    """
    line = line.strip()
    if len(line) > _NOTICE_CHARACTERS:
        return False
    bare = line.strip(_EDGES)
    if _OF_SITE.fullmatch(bare) or _RELATED_LINK.fullmatch(bare) or opens_related(line):
        return True
    return bool(_COOKIE.search(line) and _COOKIE_VERB.search(line))
