"""The page of a comparison of sets: a module a section, its template beside it."""
