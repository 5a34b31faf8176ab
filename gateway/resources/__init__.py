"""HTTP in: what every resource has is made from the catalogue of kinds and the table of commands."""
