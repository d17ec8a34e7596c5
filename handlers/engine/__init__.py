"""What every dialogue needs: the turn, its questions and replies."""
