"""Random numbers as recipes say them: distributions, choices, bounds that a condition sets, and draws within them."""
