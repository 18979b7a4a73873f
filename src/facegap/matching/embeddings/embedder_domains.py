"""Where the similarities of an embedder are known to mean what they mean: the kinds of images it was validated on."""

from collections.abc import Sequence

from facegap.faceset import FaceSet, describe_domain, domain_of
from facegap.models import card_by_hash


def embedder_caution(facesets: Sequence[FaceSet], embedding: str) -> str | None:
    """Say in a sentence on the images of which sets an embedder was never validated; None where it was on all.

    Nothing is said of embeddings of which no network is recorded, such as those that were given as arrays.

    Args:
        facesets: The sets, embedded by one network.
        embedding: The name of the embeddings.
    """
    layer = f"embeddings/{embedding}"
    digests = (each.layer(layer).settings.get("model_sha256") for each in facesets if layer in each.layers())
    digest = next((str(each) for each in digests if each), None)
    if digest is None:
        return None
    card = card_by_hash(digest)
    if card is None or not card.domains:
        return (
            f"No card says on what kind of images {embedding} was validated: what its similarities mean there isn't "
            "known."
        )
    validated = {each.domain for each in card.domains}
    doubtful: dict[str, list[str]] = {}
    for faceset in facesets:
        domain = domain_of(faceset)
        if domain not in validated:
            doubtful.setdefault(domain, []).append(faceset.info.name)
    if not doubtful:
        return None
    kinds = " and ".join(f"{describe_domain(domain)} ({', '.join(names)})" for domain, names in doubtful.items())
    known = " and ".join(describe_domain(domain) for domain in dict.fromkeys(each.domain for each in card.domains))
    return f"{embedding} was never validated on {kinds}: similarities there may mean other things than on {known}."
