"""HTTP in: a small file per resource."""
