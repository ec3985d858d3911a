"""What a person began to write and has not sent, wherever they write: kept for them alone, and gone once it is sent."""
