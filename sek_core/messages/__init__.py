"""Messages independent of any channel: screens, translation, content, kinds."""
