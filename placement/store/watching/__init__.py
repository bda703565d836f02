"""What is lacking, what stood in for it, and what waits for whom."""
