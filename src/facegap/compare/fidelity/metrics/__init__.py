"""The metrics of two sets of embeddings: each module here is imported, and registers what it defines."""

import importlib
import pkgutil

for module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{module.name}")
