"""Policy to phrases: the only room that makes sentences."""
