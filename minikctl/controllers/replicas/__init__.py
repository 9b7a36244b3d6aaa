"""What ReplicaSet and ReplicationController have in common: keep so many pods of one template, and say how they are."""
