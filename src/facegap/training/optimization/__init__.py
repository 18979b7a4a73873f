"""Optimizers and the course of their learning rates."""
