"""What runs for each vertex, triangle and pixel; Warp compiles these modules."""
