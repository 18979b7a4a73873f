"""facegap: measure, explain and close the gap between synthetic and real face datasets."""

__version__ = "0.1.0"
