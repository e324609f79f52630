"""One person, one record: which records are likely the same person's, merging two, and undoing it.

Everything happens inside one centre. Nothing is guessed into one number: what speaks for two
records being one person's is listed in words, and somebody decides.
"""
