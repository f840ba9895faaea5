"""The office's own word on what sheets and columns mean: a TOML file that `columns --save` writes and `check` reads."""
