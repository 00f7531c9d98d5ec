"""Drawing in limited child processes of one drawing server for the host."""
