"""Speed and memory of facegap beside its peers, on the same work in the same run."""
