"""The limit rules (限项): 资格 4, 形审 2(4)."""
