"""What runs on the machine itself: the system and its upkeep. Everything else speaks HTTP."""
