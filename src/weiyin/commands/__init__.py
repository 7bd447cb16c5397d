"""What the `weiyin` command does, a file a command. Nothing here decides about banking."""
