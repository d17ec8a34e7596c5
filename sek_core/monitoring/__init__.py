"""Whether the program itself is well."""
