"""Speed and memory, as ratios between our program and a simple one, measured within one run."""
