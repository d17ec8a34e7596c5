"""What is told to many and asked of many: announcements, county information, questions; and the replies."""
