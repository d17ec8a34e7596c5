"""What people do about an incident."""
