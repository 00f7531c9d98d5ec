"""The directory as one table, out and in, under the field names of HSDS 3.0."""
