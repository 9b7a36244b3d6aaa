"""What the verbs that look into pods share: which container is meant, which pod of a workload."""
