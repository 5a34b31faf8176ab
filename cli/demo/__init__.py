"""A demonstration council: invented throughout, and labelled so wherever it shows."""

from cli.demo.loading import load_demo

__all__ = ["load_demo"]
