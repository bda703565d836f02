"""What every resource or page stands in."""
