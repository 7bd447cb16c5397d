"""The console: what the bank's own people see and steer. One page one file in `console/pages`."""
