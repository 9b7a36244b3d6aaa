"""Transcripts of the real kubectl on a real control plane, and the tools that record and compare them (from the
recording project, kept as they are).
"""
