"""Postman collections → description."""
