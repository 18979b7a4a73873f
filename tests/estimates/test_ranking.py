import numpy as np
import sklearn.metrics

from facegap.estimates import wins


def test_wins_of_groups_add_up_to_the_area_under_the_curve() -> None:
    rng = np.random.default_rng(0)
    p, q = rng.integers(0, 6, 40) / 1.0, rng.integers(-2, 5, 70) / 1.0  # with many ties
    p_groups, q_groups = rng.integers(0, 3, 40), rng.integers(0, 4, 70)
    won = wins(p, q, p_groups=p_groups, q_groups=q_groups, counts=(3, 4))
    for g in range(3):
        for h in range(4):
            apart = p[p_groups == g][:, None] - q[q_groups == h]
            assert won[g, h] == np.sum(apart > 0) + np.sum(apart == 0) / 2
    area = sklearn.metrics.roc_auc_score(np.repeat([1, 0], [40, 70]), np.r_[p, q])
    assert np.isclose(won.sum() / (40 * 70), area)
    assert np.isnan(wins(np.r_[p[:-1], np.nan], q, p_groups=p_groups, q_groups=q_groups, counts=(3, 4))).all()
