"""What changes hold and do: their files before and after, read by the readers of archives and by some of their own."""
