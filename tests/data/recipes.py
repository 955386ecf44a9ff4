"""Runs the programs in recipes.json with PyTorch, and writes what they gave.

    pip install torch scikit-learn
    NORMSCOPE_RECORD=1 cargo test --test recipes   # writes the programs, without results
    python tests/data/recipes.py                   # adds the results
    python tests/data/recipes.py --check           # compares instead, to 1e-6
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

FILE = Path(__file__).with_name("recipes.json")


def batches(case):
    """The values of x after each run of the batch."""
    names = {"torch": torch}
    torch.manual_seed(case["seed"])
    exec("\n".join(case["setup"]), names)
    for _ in range(case["runs"]):
        exec("\n".join(case["batch"]), names)
        x = names["x"]
        assert x.dtype == torch.float32, x.dtype
        yield {"shape": list(x.shape), "values": x.reshape(-1).numpy()}


def check(case):
    for new, old in zip(batches(case), case["batches"], strict=True):
        assert new["shape"] == old["shape"], case["name"]
        np.testing.assert_allclose(new["values"], old["values"], rtol=1e-6, atol=1e-6, err_msg=case["name"])


def main():
    torch.set_num_threads(1)
    recorded = json.loads(FILE.read_text())
    if "--check" in sys.argv:
        for case in recorded["cases"]:
            check(case)
        print(f"{len(recorded['cases'])} programs give what was recorded")
        return
    recorded["source"] = f"PyTorch {torch.__version__}, CPU, float32"
    for case in recorded["cases"]:
        # The shortest decimals that read back as the same float32.
        short = lambda values: [float(str(value)) for value in values]
        case["batches"] = [b | {"values": short(b["values"])} for b in batches(case)]
    lines = ",\n".join(json.dumps(case) for case in recorded["cases"])
    FILE.write_text(f'{{"source": {json.dumps(recorded["source"])}, "cases": [\n{lines}\n]}}\n')


main()
