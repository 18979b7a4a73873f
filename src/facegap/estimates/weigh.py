"""The compiled inner loop of resampling: the coins of 64 replicates, added up by label.

The function has no annotations because numba compiles it for the types that it is called with.
"""

import numba


@numba.njit(nogil=True, cache=True)
def add_weights(labels, first, second, coins, twice):  # type: ignore[no-untyped-def]
    """Add twice the weight of each pair to the row of its label; a word of ``coins`` holds one for each replicate."""
    nobody = len(coins) - 1
    for pair in range(len(labels)):
        row = twice[labels[pair]]
        first_coins, second_coins = coins[first[pair]], coins[second[pair]]
        certain = (first[pair] == nobody) + (second[pair] == nobody)
        for replicate in range(64):
            row[replicate] += certain + 2 * (((first_coins >> replicate) & 1) + ((second_coins >> replicate) & 1))
