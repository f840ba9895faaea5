"""The one catalogue of every sentence, Chinese and English."""
