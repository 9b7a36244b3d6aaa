"""minikctl: kubectl on a Kubernetes that lives in a directory."""

__version__ = "0.1.0"
