"""Runs receipts: programs in as JSON, what they computed and printed out as JSON.

    NORMSCOPE_TORCH_PYTHON=python cargo test --test receipt             # compares with this PyTorch
    UPDATE=1 NORMSCOPE_TORCH_PYTHON=python cargo test --test receipt    # records receipts.json

The interpreter needs torch and scikit-learn. NORMSCOPE_JAX_PYTHON and receipts-jax.json are the same
for Flax and Keras; that interpreter needs flax and keras.
"""

import contextlib
import io
import json
import sys
from importlib import metadata

import numpy as np


def sample(array):
    """Up to 16 values, evenly spaced, as the shortest decimals of their float32."""
    values = np.asarray(array).reshape(-1)
    step = max(1, -(-len(values) // 16))
    return [float(str(value)) for value in values[::step]]


def source():
    libraries = ("torch", "jax", "flax", "keras")
    installed = {d.name.lower(): d.version for d in metadata.distributions()}
    return ", ".join(f"{name} {installed[name]}" for name in libraries if name in installed)


def run(code, fingerprint, wanted):
    names = {}
    printed = io.StringIO()
    result = {"program": fingerprint}
    try:
        with contextlib.redirect_stdout(printed):
            exec(code, names)
    except (RuntimeError, ValueError) as error:
        result["error"] = str(error)
    for name in ("x", "y"):
        if name in names:
            result[name] = sample(names[name])
    result["printed"] = printed.getvalue().splitlines()
    return {name: result[name] for name in ["program", *wanted] if name in result}


def main():
    programs = json.load(sys.stdin)
    results = {name: run(*program, sys.argv[1:]) for name, program in programs.items()}
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(result)}" for name, result in results.items())
    print(f'{{"source": {json.dumps(source())}, "results": {{\n{lines}\n}}}}')


main()
