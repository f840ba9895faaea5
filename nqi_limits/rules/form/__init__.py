"""The rest of form review, a rule to a file, in the order of the clauses (see the registry)."""
