"""What people and other programs touch. Heavy imports happen here, and late."""
