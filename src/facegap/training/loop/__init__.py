"""The training loop on Lightning Fabric: steps, checkpoints, exact resume, logs."""
