"""Makes a labelled synthetic system: invented organisations and people in the shape of published margins."""

from wholetime.dataset.engine.synthetic.synthesise import Summary, synthesise

__all__ = ["Summary", "synthesise"]
