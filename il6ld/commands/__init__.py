"""Groups of commands, which il6ld.cli takes together."""
