"""Random numbers that depend on what they are for, never on who draws them or when."""

import hashlib
import json

import numpy as np


def generator(seed: int, *path: str | int) -> np.random.Generator:
    """A random generator for one purpose.

    Args:
        seed: The seed of the recipe.
        path: what the numbers are for, such as ``("person 17", 4, "pose")``. Different paths give independent
            streams; ``1`` and ``"1"`` are different.

    Returns:
        Philox, a counter-based generator, keyed by a hash of seed and path; the same on any machine and worker.
    """
    name = json.dumps([seed, *path], ensure_ascii=True).encode()
    digest = hashlib.blake2b(name, digest_size=16).digest()
    return np.random.Generator(np.random.Philox(key=np.frombuffer(digest, dtype="<u8")))
