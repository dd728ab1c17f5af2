"""Answers worth showing: found, made canonical, replayed, and reduced to what matters."""
