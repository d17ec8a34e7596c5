"""Settings of the installation, and the files that describe a mechanism."""
