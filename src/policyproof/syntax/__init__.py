"""Text to tree: the only room that knows how a policy is spelt."""
