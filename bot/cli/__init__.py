"""The commands of `sek`."""
