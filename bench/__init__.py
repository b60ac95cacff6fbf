"""What the product does in a second: one module for each figure that README quotes."""
