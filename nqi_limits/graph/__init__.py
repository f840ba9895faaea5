"""Records in, a networkx graph out."""
