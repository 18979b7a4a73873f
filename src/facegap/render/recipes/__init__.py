"""Recipes: everything that decides what a set looks like; those that ship are the TOML files beside this one."""
