"""What a file is, by its content: which are taken, what is refused, how pictures are made clean."""
