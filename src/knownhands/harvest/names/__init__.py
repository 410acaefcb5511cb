"""Which well-known package a name might be mistaken for.

It lives in harvest because a family is one SQL statement: the matches must be rows before a feature can read them.
"""
