"""Files in, grids of raw cells out, each cell at its true row and column."""
