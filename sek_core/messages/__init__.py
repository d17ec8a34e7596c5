"""What is said to people, before any channel: screens, translation, content, kinds."""
