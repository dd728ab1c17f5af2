"""One question a file, each with its answer as frozen data."""
