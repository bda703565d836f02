"""The two databases: opened, migrated, held to their promises."""
