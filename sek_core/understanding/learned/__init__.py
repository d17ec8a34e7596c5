"""The learned heads: what a text says, as probabilities. No framework is needed to read with them."""
