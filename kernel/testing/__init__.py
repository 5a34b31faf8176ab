"""What tests drive the kernel with: a log in memory that can fail at every step, a seeded scheduler."""
