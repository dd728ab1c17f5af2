"""What a drafter should look at although the text has no mistake: one kind of warning a file, and `find` runs them all."""
