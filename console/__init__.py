"""The coordinators' pages: server-rendered, over the same core; a button is a text."""
