import itertools
from dataclasses import replace

import pytest

from enligt.records import Block, Credit, Echo, Link, Page, Span, Speaker, Statement, digest
from enligt.tracing.actors import Actors
from enligt.tracing.origins import origins
from enligt.tracing.precedence import credits_to
from enligt.tracing.saying import Saying

CLAIM = "the harbour closes in May"


class Story:
    """Pages that all make one claim, a sentence each, and the origins that are found behind it."""

    def __init__(self):
        self.pages = {}
        self.sayings = {}
        self.echoes = []

    def page(self, outlet, day, *sentences, lang="en", credited=(), heading=None):
        """A page; each sentence is (label, source, speaker, voice, more) and stands in its text as is."""
        text, blocks, made = "", [], []
        lines = ([(heading, "heading")] if heading else []) + [(one, "paragraph") for one in sentences]
        for (label, words, source, speaker, voice, more), kind in lines:
            start = len(text)
            text += f"{words}\n\n"
            blocks.append(Block(kind, Span(start, start + len(words))))
            content = Span(start + words.index(CLAIM), start + words.index(CLAIM) + len(CLAIM))
            found = start + words.index(source) if source else None
            where = () if found is None else (Span(found, found + len(source)),)
            said = {name: value for name, value in more.items() if name in ("said_on", "stance")} | {
                "via": tuple(Link(name, None) for name in more.get("via", ()))
            }
            made.append((label, content, where, speaker, voice, said))
        spoken = []
        for name in credited:
            spoken.append(Credit(name, "source", Span(len(text), len(text) + len(name))))
            text += name + "\n"
        page = Page(
            text=text, blocks=tuple(blocks), outlet=outlet, lang=lang, published=f"2031-03-{day:02}",
            url=f"https://{digest(outlet)}.example/{len(self.pages)}", credits=tuple(spoken),
        )  # fmt: skip
        self.pages[page.id] = page
        for label, content, where, speaker, voice, said in made:
            cue = () if voice == "author" else (Span(content.end + 2, content.end + 6),)
            statement = Statement(
                id=label,
                content=(content,),
                cue=cue,
                source=where,
                form="indirect",
                voice=voice,
                speaker=speaker,
                **said,
            )
            self.sayings[label] = Saying(
                page=page.id, statement=statement, text=CLAIM, sense=None, lang=lang, outlet=outlet,
                published=page.published, url=page.url,
            )  # fmt: skip
        return page.id

    def copy(self, page, of, credited=True, pairs=()):
        self.echoes.append(Echo(page=page, of=of, kind="verbatim", credited=credited, share=0.9, pairs=pairs))

    def found(self):
        return origins(list(self.sayings.values()), self.echoes, self.pages)

    def groups(self):
        """The labels of the statements of each origin."""
        _, of = self.found()
        made = {}
        for label, origin in sorted(of.items()):
            made.setdefault(origin, []).append(label)
        return sorted("".join(labels) for labels in made.values())


def named(label, person, words=None, voice="named", id_=None, **more):
    speaker = Speaker(id=id_ or digest(voice, person), name=person)
    return (label, words or f"So {CLAIM}, said {person}.", person, speaker, voice, more)


def hidden(label, who, page=None, **more):
    return named(label, who, voice="anonymous", id_=digest("anonymous", page or label, who), **more)


def author(label):
    return (label, f"So {CLAIM}, and that is that.", None, None, "author", {})


def test_one_speaker_in_several_spellings_on_one_occasion_is_one_origin():
    story = Story()
    story.page("Quay News", 3, named("a", "Sergej Malikov"))
    story.page("Порт", 4, named("b", "Сергея Маликова"), lang="ru")
    story.page("Dock Post", 5, named("c", "Malikov"))
    story.page("Dock Post", 5, named("d", "Ada Lind"))
    assert story.groups() == ["abc", "d"]
    first = story.found()[0][0]
    assert first.first_page == story.sayings["a"].page
    assert [merge.sure for merge in first.merges] == [True, True]
    texts = {story.pages[proof.page].words(proof.span) for proof in first.evidence}
    assert any("Malikov" in text for text in texts)
    assert any("Маликова" in text for text in texts)


def test_the_same_speaker_on_another_day_is_another_origin():
    story = Story()
    story.page("Quay News", 3, named("a", "Ada Lind", said_on="2031-03-02"))
    story.page("Dock Post", 12, named("b", "Ada Lind", said_on="2031-03-12"))
    assert story.groups() == ["a", "b"]
    assert [origin.maybe for origin in story.found()[0]] == [None, None]


def test_an_undated_repetition_weeks_later_may_be_the_old_one():
    story = Story()
    story.page("Quay News", 3, named("a", "Ada Lind", said_on="2031-03-02"))
    story.page("Dock Post", 25, named("b", "Ada Lind"))
    old, new = story.found()[0]
    assert (old.maybe, new.maybe) == (None, old.id)


def test_a_day_named_on_a_later_page_leads_back_to_the_first():
    story = Story()
    story.page("Quay News", 3, named("a", "Ada Lind", said_on="2031-03-03"))
    story.page("Quay News", 20, named("b", "Ada Lind", said_on="2031-03-03"))
    assert story.groups() == ["ab"]


@pytest.mark.parametrize("address", ["file:///home/ann/page.html", "https://[a](b.example/", "javascript:a.b"])
def test_a_page_that_is_on_no_host_lends_its_outlet_to_nobody(address):
    story = Story()
    page = story.page("Sound Post", 3, author("a"))
    story.pages[page] = replace(story.pages[page], url=address)
    actors = Actors(list(story.sayings.values()), story.echoes, story.pages)
    assert len({actors.outlet(name) for name in ("Radio North", "Radio South", "Sound Post", address)}) == 4


def test_a_name_that_is_no_address_credits_no_page_without_one():
    page = Page(
        text="a", outlet="Quay News", credits=(Credit("[a](b.example/", "wire", None), Credit("x.//", "wire", None))
    )
    assert credits_to(page, [], Page(text="b", outlet="Dock Post")) == 0
    assert credits_to(page, [], Page(text="b", outlet="Dock Post", url="https://[a](b.example/")) == 0


def test_a_copy_shares_the_origins_of_its_text_credited_or_not():
    story = Story()
    first = story.page("Quay News", 3, hidden("a", "a port official", "q"), named("b", "Ada Lind"))
    second = story.page("Hafenblatt", 4, hidden("c", "ein Beamter", "h"), named("d", "Ada Lind"), lang="de")
    assert story.groups() == ["a", "bd", "c"]
    story.copy(second, first, credited=False)
    assert story.groups() == ["ac", "bd"]
    reasons = [merge.reason for origin in story.found()[0] for merge in origin.merges]
    assert any("not credited" in reason for reason in reasons)


def test_what_a_copy_adds_to_its_text_is_its_own():
    story = Story()
    first = story.page("Quay News", 3, hidden("a", "a port official", "q"))
    second = story.page("Dock Post", 4, hidden("b", "a port official", "d1"), hidden("c", "two sailors", "d2"))
    spans = {label: story.sayings[label].statement.content[0] for label in "abc"}
    story.copy(second, first, pairs=((spans["b"], spans["a"]),))
    assert story.groups() == ["ab", "c"]


def test_copies_of_a_text_without_the_claim_still_share_an_origin():
    story = Story()
    first = story.page("Quay News", 3, named("x", "Ada Lind"))
    copies = [story.page(name, 4, hidden(label, "an official", label)) for label, name in (("a", "A"), ("b", "B"))]
    del story.sayings["x"]
    assert story.groups() == ["a", "b"]
    for one in copies:
        story.copy(one, first)
    assert story.groups() == ["ab"]


def test_unnamed_speakers_are_one_where_their_chains_meet():
    story = Story()
    story.page("Quay News", 3, hidden("a", "a port official", "q"))
    story.page("Dock Post", 4, hidden("b", "an official", "d", via=("Quay News",)))
    story.page("Hafenblatt", 4, hidden("c", "ein Beamter", "h", via=("Quay News", "Dock Post")), lang="de")
    story.page("Mole Times", 4, hidden("d", "a customs clerk", "m"))
    assert story.groups() == ["abc", "d"]


def test_two_relays_of_an_outlet_that_is_not_at_hand_are_one_origin():
    story = Story()
    story.page("Dock Post", 4, hidden("a", "a port official", "d", via=("Quay News",)))
    story.page("Mole Times", 5, hidden("b", "an official", "m", via=("Quay News",)))
    (origin,), _ = story.found()
    assert [link.name for link in origin.chain] == ["Quay News"]


def test_an_address_and_a_name_are_one_outlet():
    story = Story()
    page = story.page("Quay News", 3, hidden("a", "a port official", "q"))
    host = story.pages[page].url.split("/")[2]
    story.page("Dock Post", 4, hidden("b", "an official", "d", via=(host,)))
    assert story.groups() == ["ab"]


def test_unnamed_speakers_who_are_described_alike_elsewhere_may_be_one():
    story = Story()
    story.page("Quay News", 3, hidden("a", "a port official", "q"))
    story.page("Dock Post", 4, hidden("b", "a port official", "d"))
    story.page("Dock Post", 28, hidden("c", "a port official", "e"))
    first, second, third = story.found()[0]
    assert (first.maybe, second.maybe, third.maybe) == (None, first.id, None)


def test_two_unnamed_speakers_of_one_page_are_two():
    story = Story()
    story.page("Quay News", 3, hidden("a", "a port official", "q1"), hidden("b", "a diver", "q2"))
    story.page("Dock Post", 4, hidden("c", "an unnamed diver", "d", via=("Quay News",)))
    assert story.groups() == ["a", "bc"]


@pytest.mark.parametrize(
    ("words", "lang", "together"),
    [
        ("So {} said the Harbour Board. Ada Lind, its spokeswoman, had no more to say.", "en", False),
        ("So {} said the Harbour Board. Its spokeswoman, Ada Lind, had no more to say.", "en", True),
        ("So {} said the Harbour Board. Ada Lind of the Rail Union was angry.", "en", False),
        ("So {} said the Harbour Board. Elsewhere Ada Lind, head of the Harbour Board, was seen.", "en", True),
        ("So {} said the Harbour Board. Elsewhere Ada Lind of the Harbour Board was seen.", "en", True),
        ("So {} said the Harbour Board. Later Ada Lind called the Harbour Board lazy.", "en", False),
        ("So {} sade Hamnrådet. Senare sågs Hamnrådets direktör Ada Lind.", "sv", True),
    ],
)
def test_an_institution_and_who_speaks_for_it_are_one(words, lang, together):
    story = Story()
    name = "Harbour Board" if lang == "en" else "Hamnrådet"
    board = named("a", name, words.format(f"{CLAIM},"), voice="institution")
    story.page("Quay News", 3, board, lang=lang)
    story.page("Dock Post", 3, named("b", "Ada Lind"))
    assert story.groups() == (["ab"] if together else ["a", "b"])


def test_a_person_of_another_institution_does_not_join():
    story = Story()
    story.page(
        "Quay News", 3, named("a", "Harbour Board", voice="institution"),
        named("b", "Ada Lind", f"So {CLAIM}, said Ada Lind, spokeswoman of the Rail Union."),
        named("c", "Bo Ek", f"So {CLAIM}, said Bo Ek, spokesman of the Harbour Board."),
    )  # fmt: skip
    assert story.groups() == ["ac", "b"]


def test_a_country_and_its_ambassador_are_one_but_not_surely():
    story = Story()
    story.page(
        "Quay News", 3, named("a", "Finland", voice="institution", id_="country-fi"),
        named("b", "Ada Lind", f"So {CLAIM}, said the Finnish ambassador Ada Lind."),
        named("c", "Bo Ek", f"So {CLAIM}, said the Swedish ambassador Bo Ek."),
    )  # fmt: skip
    assert story.groups() == ["ab", "c"]
    assert [merge.sure for merge in story.found()[0][0].merges] == [False]


def test_an_institution_does_not_join_an_official_who_contradicts_it():
    story = Story()
    story.page(
        "Quay News", 3, named("a", "Harbour Board", voice="institution"),
        named("b", "Bo Ek", f"So {CLAIM}, denied Bo Ek, head of the Harbour Board.", stance="denies"),
    )  # fmt: skip
    assert story.groups() == ["a", "b"]


def test_a_heading_belongs_to_the_text_below_it():
    story = Story()
    heading = named("h", "Norway", f"Norway: {CLAIM}", voice="institution", id_="country-no")
    story.page("Quay News", 3, named("a", "Ada Lind"), heading=heading)
    assert story.groups() == ["ah"]
    assert story.found()[0][0].speaker.name == "Ada Lind"


def test_a_page_that_asserts_what_others_said_repeats_them():
    story = Story()
    story.page("Quay News", 3, named("a", "Ada Lind"))
    story.page("Dock Post", 4, named("b", "Bo Ek"))
    story.page("My Log", 6, author("c"))
    assert story.groups() == ["ac", "b"]
    assert [merge.sure for merge in story.found()[0][0].merges] == [False]


def test_a_page_repeats_rather_whom_it_credits():
    story = Story()
    story.page("Quay News", 3, named("a", "Ada Lind"))
    story.page("Dock Post", 4, named("b", "Bo Ek"))
    story.page("My Log", 6, author("c"), credited=("Dock Post",))
    assert story.groups() == ["a", "bc"]
    assert [merge.sure for merge in story.found()[0][1].merges] == [True]


def test_the_first_to_assert_is_an_origin_with_those_who_relay_it():
    story = Story()
    story.page("Quay News", 3, author("a"))
    relayed = named("b", "Quay News", voice="outlet", via=("Quay News",))
    story.page("Dock Post", 4, relayed, named("c", "Ada Lind"))
    assert story.groups() == ["ab", "c"]


def test_ids_are_the_same_in_another_claim():
    story = Story()
    page = story.page("Quay News", 3, named("a", "Ada Lind"), named("b", "Ada Lind"), named("c", "Bo Ek"))
    copy = story.page("Dock Post", 4, named("d", "Ada Lind"))
    story.copy(copy, page)
    one, other, echoed = (
        origins([story.sayings[label]], story.echoes, story.pages)[1][label] for label in ("a", "b", "d")
    )
    assert one == other == echoed != origins([story.sayings["c"]], [], story.pages)[1]["c"]


def test_ids_differ_within_a_claim():
    story = Story()
    story.page("Dock Post", 4, named("a", "Ada Lind", said_on="2031-03-01", via=("Quay News",)))
    story.page("Dock Post", 14, named("b", "Ada Lind", said_on="2031-03-12", via=("Quay News",)))
    found, _ = story.found()
    assert len({origin.id for origin in found}) == 2


def test_the_order_of_the_statements_changes_nothing():
    story = Story()
    first = story.page("Quay News", 3, hidden("a", "a port official", "q"), named("b", "Ada Lind"))
    second = story.page("Dock Post", 4, hidden("c", "an official", "d", via=("Quay News",)), author("d"))
    story.page("Mole Times", 4, named("e", "Lind"), named("f", "Harbour Board", voice="institution"))
    story.copy(second, first)
    members = list(story.sayings.values())
    expected = origins(members, story.echoes, story.pages)
    for shuffled in itertools.permutations(members):
        assert origins(shuffled, story.echoes, story.pages) == expected


def test_pages_that_are_not_at_hand_and_no_statements_are_no_trouble():
    story = Story()
    story.page("Quay News", 3, named("a", "Ada Lind"), author("b"))
    assert len(origins(list(story.sayings.values()), [], {})[0]) >= 1
    assert origins([], [], {}) == ([], {})


def test_every_merge_gives_a_reason_and_words():
    story = Story()
    first = story.page("Quay News", 3, hidden("a", "a port official", "q"), named("b", "Ada Lind"))
    second = story.page("Dock Post", 4, hidden("c", "an official", "d"), named("d", "Lind"), credited=("Quay News",))
    story.copy(second, first)
    for origin in story.found()[0]:
        ids = {label for label, id_ in story.found()[1].items() if id_ == origin.id}
        assert len(origin.merges) == len(ids) - 1
        for merge in origin.merges:
            assert set(merge.statements) <= ids
            assert merge.reason
            assert merge.evidence
            assert all(story.pages[proof.page].words(proof.span).strip() for proof in merge.evidence)
        assert "Quay News" in {story.pages[e.page].words(e.span) for m in origin.merges for e in m.evidence}


def test_a_relay_of_a_copying_outlet_leads_to_the_text_that_it_copied():
    story = Story()
    first = story.page("Quay News", 3, hidden("a", "a port official", "q"))
    second = story.page("Hafenblatt", 4, hidden("b", "ein Beamter", "h"), lang="de")
    story.page("Mole Times", 5, hidden("c", "an unnamed man", "m", via=("Hafenblatt",)))
    story.copy(second, first, credited=False)
    assert story.groups() == ["abc"]


def test_a_relay_of_what_a_copying_outlet_added_stays_with_that_outlet():
    story = Story()
    first = story.page("Quay News", 3, hidden("a", "a port official", "q"))
    second = story.page("Hafenblatt", 4, hidden("b", "ein Beamter", "h1"), hidden("c", "ein Taucher", "h2"), lang="de")
    story.page("Mole Times", 5, hidden("d", "the taucher", "m", via=("Hafenblatt",)))
    spans = {label: story.sayings[label].statement.content[0] for label in "abc"}
    story.copy(second, first, pairs=((spans["b"], spans["a"]),))
    assert story.groups() == ["ab", "cd"]


def test_an_outlet_that_cites_another_leads_to_the_one_cited():
    story = Story()
    story.page("Quay News", 3, author("a"))
    story.page("Mole Times", 5, named("b", "Hafenblatt", voice="outlet", via=("Quay News", "Hafenblatt")))
    assert story.groups() == ["ab"]


def test_a_copy_does_not_join_a_named_speaker_with_an_unnamed_one():
    story = Story()
    first = story.page("Quay News", 3, named("a", "Ada Lind"))
    second = story.page("Hafenblatt", 4, hidden("b", "ein Beamter", "h"), lang="de")
    third = story.page("Mole Times", 5, hidden("c", "an official", "m"))
    story.copy(second, first)
    story.copy(third, second)
    assert story.groups() == ["a", "bc"]


def test_a_copy_does_not_join_unnamed_speakers_whose_descriptions_rule_each_other_out():
    story = Story()
    first = story.page("Hafenblatt", 3, hidden("a", "Kreise der russischen Delegation", "h"), lang="de")
    second = story.page("Le Quai", 4, hidden("b", "une diplomate européenne", "l"), lang="fr")
    story.copy(second, first)
    assert story.groups() == ["a", "b"]


@pytest.mark.parametrize(
    ("other", "lang", "day", "groups"),
    [
        ("einem Protokollentwurf", "de", 4, ["ab"]),
        ("einem Gutachten", "de", 4, ["a", "b"]),
        ("einem Protokollentwurf", "de", 24, ["a", "b"]),
    ],
)
def test_documents_of_one_kind_are_one_in_the_same_days(other, lang, day, groups):
    story = Story()
    story.page("Quay News", 3, named("a", "A draft protocol", voice="document"))
    story.page("Hafenblatt", day, named("b", other, voice="document"), lang=lang)
    assert story.groups() == groups
    if len(groups) == 1:
        assert [merge.sure for merge in story.found()[0][0].merges] == [False]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("Finnish Defence Command", "finska Försvarsmakten", True),
        ("Finnish Defence Command", "Försvarsmakten", True),
        ("Finnish Defence Command", "polska försvarsmakten", False),
        ("Finnish Defence Command", "Finlands utrikesdepartement", False),
    ],
)
def test_the_institution_of_a_state_is_one_in_all_languages(first, second, together):
    story = Story()
    story.page("Gazette", 1, named("a", first, voice="institution"))
    story.page("Bladet", 2, named("b", second, voice="institution"), lang="sv")
    assert story.groups() == (["ab"] if together else ["a", "b"])


def test_an_institution_without_its_state_is_nobodys_where_two_states_speak():
    story = Story()
    story.page("Gazette", 1, named("a", "Finnish Defence Command", voice="institution"))
    story.page("Herald", 1, named("b", "the Polish armed forces", voice="institution"))
    story.page("Bladet", 2, named("c", "Försvarsmakten", voice="institution"), lang="sv")
    assert story.groups() == ["a", "b", "c"]
