"""Messages to many people: announcements and county information."""
