"""Bills and whatever else is paid to somebody outside through a provider, described by data."""
