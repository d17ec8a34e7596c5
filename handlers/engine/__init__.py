"""The parts that every dialogue needs: the turn, its questions and its replies."""
