"""
How the model is made: documents with slots are filled and styled, a network learns from them, and is exported.

`training/make_model.py` is the recipe of the model that ships; `notesafe train` teaches it further on a clinic's
own notes. Needs the extra `train`; nothing here is loaded when notes are redacted.
"""
