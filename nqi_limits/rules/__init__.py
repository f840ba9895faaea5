"""The rules: small files in the order of the guide's clauses."""
