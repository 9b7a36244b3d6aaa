"""Every scenario, several ways: the embedded command line, and real and own clients on `serve`. Differences are
bugs, or in known.txt.
"""
