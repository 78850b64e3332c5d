"""Which statements of one claim go back to one utterance: the claim's independent origins, each merge with its reason.

``actors`` tells who speaks, ``sameness`` joins what belongs together, ``utterances`` keeps apart what can't be one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enligt.records import Echo, Origin, Page, digest
from enligt.tracing.actors import Actors, relays
from enligt.tracing.proofs import Proofs
from enligt.tracing.sameness import joined
from enligt.tracing.saying import Saying
from enligt.tracing.utterances import Utterance

#: Whose name stands for an utterance that a person and an institution share; those not named here come last.
_RANK = {"person": 0, "body": 1, "unnamed": 2}


def origins(
    members: Sequence[Saying], echoes: Sequence[Echo], pages: Mapping[str, Page]
) -> tuple[list[Origin], dict[str, str]]:
    """The origins of one claim, the earliest first, and the origin's id for each statement's.

    ``echoes`` are those among the members' pages, ``pages`` the pages by id (others may be there too). The result does
    not depend on the order of ``members``. The same utterance mostly has the same id in other claims.
    """
    actors = Actors(members, echoes, pages)
    proofs = Proofs(pages)
    found = joined(members, echoes, pages, actors, proofs)
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for utterance in found:
        id_ = _id(utterance, actors)
        if id_ in taken:  # the same speaker through the same outlet on another occasion
            id_ = digest("origin", id_, utterance.first.id)
        taken.add(id_)
        ids |= dict.fromkeys((one.id for one in utterance.sayings), id_)
    return [_origin(utterance, ids, actors, proofs) for utterance in found], ids


def _id(utterance: Utterance, actors: Actors) -> str:
    """A name made of the speaker and of the first page, or of the outlet nearest the speaker if that is not at hand."""
    best = _speaking(utterance, actors)
    who = actors.who(best)
    speaker = best.statement.speaker
    name = speaker.id if speaker and who.kind in ("person", "body") else who.key if who.kind == "outlet" else ""
    first = utterance.first
    original = actors.original(first.page)
    relayed = original == first.page and relays(first)
    return digest("origin", name, actors.nearest(first) if relayed else original)


def _speaking(utterance: Utterance, actors: Actors) -> Saying:
    """The saying whose speaker stands for the utterance: a person before an institution before anybody else."""
    return min(utterance.sayings, key=lambda one: (_RANK.get(actors.who(one).kind, len(_RANK)), actors.order(one)))


def _origin(utterance: Utterance, ids: Mapping[str, str], actors: Actors, proofs: Proofs) -> Origin:
    best = _speaking(utterance, actors)
    first_on_page = {one.page: one for one in reversed(utterance.sayings)}
    return Origin(
        id=ids[best.id],
        speaker=best.statement.speaker,
        voice=best.statement.voice,
        first_page=utterance.first.page,
        chain=utterance.first.statement.via,
        evidence=tuple(proof for page in reversed(first_on_page) for proof in proofs.words(first_on_page[page])),
        merges=tuple(utterance.merges),
        maybe=ids[utterance.doubt.id] if utterance.doubt else None,
    )
