"""Records what PyTorch does with thousands of calls of its normalization layers and keeps a few of each kind.

Run with an installed torch: `python record.py`. It writes errors.json and accepted.json beside itself,
in the format of ../reference. There, too, x[i] = (i mod 7) - 3.
"""

import itertools
import json
import re
import warnings
from pathlib import Path

import torch
from torch import nn

RANKS = range(6)
# N, C and what follows.
LENGTHS = [[0, 1, 2], [0, 1, 3, 4], [0, 1, 2], [1, 2], [1, 2]]
SHAPES = [list(shape) for rank in RANKS for shape in itertools.product(*LENGTHS[:rank])]


def calls():
    """Every (class, arguments, mode, shape of x or None) that is tried."""
    yield from channel_norms()
    yield from group_norms()
    yield from last_axes_norms()


def channel_norms():
    names = [f"{kind}Norm{rank}d" for kind in ("Batch", "Instance") for rank in (1, 2, 3)]
    flags = list(itertools.product([True, False], [True, False], ["train", "eval"]))
    for name, features, (affine, tracked, mode) in itertools.product(names, [-3, 0, 1, 4], flags):
        args = {"num_features": features, "affine": affine, "track_running_stats": tracked}
        for shape in [None, *SHAPES]:
            yield name, args, mode, shape
    for name, eps, (_, tracked, mode) in itertools.product(names, [0.0, -1e-05, -1.0, 1e20], flags[4:]):
        for shape in (shape for shape in SHAPES if len(shape) > 1 and shape[1] in (0, 4)):
            yield name, {"num_features": 4, "eps": eps, "track_running_stats": tracked}, mode, shape


def group_norms():
    for groups, channels, affine in itertools.product([-4, -1, 0, 1, 2, 3, 4], [-4, 0, 1, 3, 4, 6], [True, False]):
        for shape in [None, *SHAPES]:
            yield "GroupNorm", {"num_groups": groups, "num_channels": channels, "affine": affine}, "train", shape


def last_axes_norms():
    lengths = [[], [0], [2], [-1], 3, -2, [4, 2], [3, 2], [2, 0], [3, 1, 2], [2, -1], [1, 4, 2, 2, 2], [2] * 6]
    for name, normalized, affine, eps in itertools.product(
        ["LayerNorm", "RMSNorm"], lengths, [True, False], [1e-05, 0.0, -1.0]
    ):
        args = {"normalized_shape": normalized, "elementwise_affine": affine, "eps": eps}
        for shape in [None, *SHAPES]:
            yield name, args, "train", shape


def record(name, args, mode, shape):
    """What happens, as an entry of errors.json or accepted.json."""
    written = ", ".join(f"{key}={value!r}" for key, value in args.items())
    code = f"nn.{name}({written})" + (".eval()" if mode == "eval" else "") + ("" if shape is None else "(x)")
    entry = {"op": name, "args": args, "mode": mode, "input_shape": shape, "code": code}
    entry["input_dtype"] = None if shape is None else "float32"
    stage = "construct"
    try:
        module = getattr(nn, name)(**args).train(mode == "train")
        if shape is None:
            return entry | {"result": None}
        stage = "call"
        x = torch.arange(torch.Size(shape).numel()) % 7 - 3
        y = module(x.to(torch.float32).reshape(shape))
    except Exception as error:
        return entry | {"raised_in": stage, "exception": type(error).__name__, "message": str(error)}
    counts = {"nan": y.isnan(), "posinf": y == torch.inf, "neginf": y == -torch.inf}
    counts = {key: int(places.sum()) for key, places in counts.items()}
    return entry | {"result": {"shape": list(y.shape)} | counts}


def kind(entry):
    """Entries of one kind differ in nothing but numbers."""
    if "message" in entry:
        template = re.sub(r"\[[^]]*]", "[]", entry["message"])
        return str((entry["op"], re.sub(r"-?\d[\d.e+-]*", "#", template)))
    args, shape = entry["args"], entry["input_shape"]
    flags = [args.get(key) for key in ("affine", "elementwise_affine", "track_running_stats")]
    found = [bool(count) for key, count in (entry["result"] or {}).items() if key != "shape"]
    return str((entry["op"], flags, entry["mode"], shape and (len(shape), 0 in shape), found))


def spread(entries):
    """The first of a kind, which is the plainest, and some with other numbers."""
    count = 6 if "message" in entries[0] else 1
    return [entries[place] for place in sorted({len(entries) * part // count for part in range(count)})]


def main():
    warnings.filterwarnings("ignore")
    kinds = {}
    for call in calls():
        entry = record(*call)
        kinds.setdefault(kind(entry), []).append(entry)
    kept = [entry for entries in kinds.values() for entry in spread(entries)]
    for name, entries in [
        ("errors.json", [entry for entry in kept if "message" in entry]),
        ("accepted.json", [entry for entry in kept if "message" not in entry]),
    ]:
        text = "[\n" + ",\n".join(map(json.dumps, entries)) + "\n]\n"
        (Path(__file__).parent / name).write_text(text)
        print(name, len(entries), "of PyTorch", torch.__version__)


if __name__ == "__main__":
    main()
