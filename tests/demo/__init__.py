"""The Deployment tutorial as a program: `make demo`."""
