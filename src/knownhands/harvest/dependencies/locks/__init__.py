"""Files that say which packages exactly are installed, with their hashes and addresses: one file here reads one format.

They are read by line where the tool that writes them keeps one form, for a project's history holds hundreds of them.
"""
