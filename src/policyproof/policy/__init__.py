"""The typed, resolved policy: what every engine reads."""
