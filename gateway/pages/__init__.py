"""HTML: templates, filled by the resources."""
