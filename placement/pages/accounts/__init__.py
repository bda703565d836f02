"""Pages of an administrator about who may sign in."""
