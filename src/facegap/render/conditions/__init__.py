"""What is asked of people and images: rows of attributes, demographic cells, and how they narrow the draws."""
