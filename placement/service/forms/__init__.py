"""Commands as people and programs send them: one marshmallow form each, for API and pages alike.

A form only parses: it knows neither the database nor who is signed in.
"""
