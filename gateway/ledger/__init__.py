"""Pure accounting: the chart and its templates, postings, figures, statements.

A fact of a service becomes a voucher (`vouchers`), the chart of its day makes the voucher an entry
(`postings`), and what it adds to the figures of funds and projects is `figures`. `gateway.books` keeps all.
"""
