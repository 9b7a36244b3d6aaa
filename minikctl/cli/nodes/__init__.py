"""What the node verbs share: cordon, drain, taint."""
