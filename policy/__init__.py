"""What a council's policy says, which one holds when, and what a sum needs. Pure; all services share it."""
