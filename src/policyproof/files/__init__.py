"""The files of users: which ones are meant, their bytes to a text or to a message, and texts written as a whole."""
