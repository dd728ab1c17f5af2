"""Edits of a law, in the words that legislation uses: from a tree, its text and edits to the tree of the amended law."""
