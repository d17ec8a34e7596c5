"""The parts of reading a free text: words and names found, then numbers, places, hazards and doubt."""
