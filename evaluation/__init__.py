"""How well texts are read, measured on texts of our own and of other people; and the list of lookalikes."""
