"""What houses report about who stays with them."""
