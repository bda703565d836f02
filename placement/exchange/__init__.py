"""Exchange: files in and out; reading is pure and knows no database."""
