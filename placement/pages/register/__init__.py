"""Keeping the register of places true."""
