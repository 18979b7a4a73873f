"""The page of an audit for leakage."""
