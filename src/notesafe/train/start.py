"""Read a network back from the files of a finished model, to teach it further."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from notesafe.errors import ModelError
from notesafe.train.network import NEAR, SIZES, Network, Shape

__all__ = ["network_from_onnx"]

_EMBEDDINGS = ("word.", "position.", "told.", "near.")


def network_from_onnx(folder: Path) -> Network:
    """
    Return the network whose int8 graph is `model.onnx` in *folder*.

    The weights come back as the runtime sees them, with the rounding of int8.

    Raises:
        ModelError: The graph is not one that `notesafe.train.export` wrote.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(folder / "model.onnx")).graph
    arrays = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    facts = {item.key: item.value for item in onnx.load(str(folder / "model.onnx")).metadata_props}
    try:
        net = Network(Shape(**{key: int(facts[key]) for key in (*SIZES, NEAR) if key in facts or key in SIZES}))
        own = net.state_dict()
        for name in own:
            value = _float(arrays, name)
            folded = value.ndim == 2 and not name.startswith(_EMBEDDINGS)  # a linear layer's weight stands transposed
            own[name] = torch.from_numpy(np.ascontiguousarray(value.T if folded else value))
        net.load_state_dict(own)
    except (KeyError, ValueError, RuntimeError) as error:
        raise ModelError(f"the model in '{folder.name}' cannot be taught further ({type(error).__name__}).") from error
    return net


def _float(arrays: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Return the weight called *name* as floats; quantised ones have a scale and a zero point beside them."""
    if name in arrays:
        return arrays[name].astype(np.float32)
    raw = arrays[f"{name}_quantized"].astype(np.float32)
    scale, zero = arrays[f"{name}_scale"].astype(np.float32), arrays[f"{name}_zero_point"].astype(np.float32)
    value: np.ndarray = (raw - zero) * scale
    return value
