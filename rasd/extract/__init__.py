"""Text to incidents: the finders, and the assembly of what they find."""

from gazetteer import compiled

compiled.prefer(__name__, __path__)
