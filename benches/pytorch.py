"""PyTorch's layers beside ours, natively and on one thread: the benchmarks that `benches/layers.rs` has just measured.

`cargo xtask bench --torch` runs both. Reads criterion's estimates, prints a table and writes target/bench/torch.json.
"""

import json
import math
import platform
import statistics
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

import torch
from torch import nn

TARGET = Path(__file__).resolve().parent.parent / "target"
ROUNDS = 3 if "--quick" in sys.argv else 20
SAMPLE_SECS = 0.005 if "--quick" in sys.argv else 0.1


def measured():
    """Ours, small tensors first: the layer with the shape of x, forward or backward, and the median in seconds."""
    found = []
    for path in TARGET.glob("criterion/*/*/new/benchmark.json"):
        about = json.loads(path.read_text())
        estimates = json.loads((path.parent / "estimates.json").read_text())
        found.append((about["group_id"], about["function_id"], estimates["median"]["point_estimate"] * 1e-9))
    size = lambda group: math.prod(json.loads(group.split(" on ")[1]))
    return sorted(found, key=lambda row: (size(row[0]), row[0], row[1] == "backward"))


def median(call):
    """The median of several samples, each long enough for the clock."""
    call()
    start = time.perf_counter()
    call()
    repeats = max(1, round(SAMPLE_SECS / (time.perf_counter() - start)))

    def sample():
        start = time.perf_counter()
        for _ in range(repeats):
            call()
        return (time.perf_counter() - start) / repeats

    return statistics.median(sample() for _ in range(ROUNDS))


def calls(group):
    """The forward and the backward call of `BatchNorm2d(64).eval() on [32, 64, 56, 56]`."""
    words, shape = group.split(" on ")
    torch.manual_seed(1234)
    layer = eval(f"nn.{words}", {"nn": nn})
    x = torch.randn(json.loads(shape), requires_grad=True)
    grad_y = torch.randn(json.loads(shape))
    y = layer(x)
    inputs = [x, *layer.parameters()]

    def forward():
        with torch.no_grad():
            return layer(x)

    return {"forward": forward, "backward": lambda: torch.autograd.grad(y, inputs, grad_y, retain_graph=True)}


def main():
    torch.set_num_threads(1)
    rows = []
    print(f"\nPyTorch {torch.__version__}, one thread, {torch.backends.cpu.get_cpu_capability()}")
    print(f"{'':50} {'':8} {'ours ms':>10} {'PyTorch ms':>10} {'× faster':>9}")
    for group, function, ours in measured():
        theirs = median(calls(group)[function])
        rows.append({"layer": group, "call": function, "ours": ours, "torch": theirs, "met": ours <= theirs})
        print(f"{group:50} {function:8} {ours * 1e3:10.4g} {theirs * 1e3:10.4g} {theirs / ours:9.2f}")
    met = sum(row["met"] for row in rows)
    print(f"{met} of {len(rows)} at least as fast as PyTorch")
    run = {
        "date": datetime.now(timezone.utc).isoformat(),
        "machine": platform.processor() or platform.machine(),
        "torch": torch.__version__,
        "rows": rows,
    }
    folder = TARGET / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "torch.json").write_text(json.dumps(run, indent=1))


if __name__ == "__main__":
    main()
