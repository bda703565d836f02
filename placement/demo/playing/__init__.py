"""A played country: people of every role at work for as many days as asked, over HTTP.

The player knows what anybody knows who has an account: routes, JSON, versions and keys. It draws
what people do with a seed, so that the same seed plays the same days.
"""
