"""The API server: one door for every read and write. Knows kinds, core and storage; no HTTP, no command line, no
files.
"""
