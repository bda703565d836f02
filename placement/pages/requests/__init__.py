"""Requests for shelter: registered, proposed for, explained."""
