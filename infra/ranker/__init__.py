"""The ranking of spans is trained here, from recorded plans and from examples of our own."""
