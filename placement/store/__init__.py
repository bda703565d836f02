"""The database: tables, the promises they keep, and every query; no SQL stands elsewhere."""
