"""One renderer a file: results to text, results to JSON. Sentences come from `english`; here they are only arranged."""
