"""What people write, wherever they write it: whom and what a text names, and the pictures and files in it. A feature says
once what its texts are (places.py); its services read and keep them by the verbs here.
"""
