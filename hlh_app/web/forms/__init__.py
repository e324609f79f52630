"""What people enter: fields that read without guessing, and the forms made of them."""
