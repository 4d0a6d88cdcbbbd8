"""What is translated, from what, and whether that still holds."""
