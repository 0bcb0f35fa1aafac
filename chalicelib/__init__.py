"""Replan: a prompt becomes a workflow at run time, and gets done."""

__version__ = "0.1.0"
