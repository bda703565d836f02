"""What may be shared, with whom, and what stays sealed."""
