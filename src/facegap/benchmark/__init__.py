"""How good a recogniser is: protocols, error rates, identification, fairness, leakage."""
