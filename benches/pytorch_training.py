"""PyTorch's steps of training beside ours, natively and on one thread: those that `benches/training.rs` has just measured.

`cargo xtask bench --torch` runs both. Prints a table and writes target/bench/training_torch.json.
"""

import json
import sys
import time
from pathlib import Path

import torch
from torch import nn

FOLDER = Path(__file__).resolve().parent.parent / "target" / "bench"
ROUNDS = 20 if "--quick" in sys.argv else 1000
WARM_UP = 50
# How many times as fast as PyTorch a step should be, by batch.
TARGETS = {2: 1.0, 32: 1.0, 128: 0.8}


def convolutional():
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1, bias=False),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Conv2d(8, 16, 3, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(16, 10),
    )


def perceptron():
    layers = []
    for into, out in [(64, 100), (100, 100), (100, 100)]:
        layers += [nn.Linear(into, out), nn.BatchNorm1d(out), nn.Sigmoid()]
    return nn.Sequential(*layers, nn.Linear(100, 10))


NETWORKS = {"convolutional": (convolutional, (1, 8, 8)), "perceptron": (perceptron, (64,))}


def seconds(name, batch):
    """A step, at its best, as ours is measured."""
    torch.manual_seed(1)
    construct, shape = NETWORKS[name]
    network = construct()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)
    loss = nn.CrossEntropyLoss()
    x, classes = torch.randn(batch, *shape), torch.arange(batch) % 10

    def step():
        optimizer.zero_grad()
        loss(network(x), classes).backward()
        optimizer.step()

    for _ in range(WARM_UP):
        step()
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        step()
        best = min(best, time.perf_counter() - start)
    return best


def main():
    torch.set_num_threads(1)
    rows = json.loads((FOLDER / "training.json").read_text())
    print(f"\nSteps of training, PyTorch {torch.__version__}, one thread, {torch.backends.cpu.get_cpu_capability()}")
    print(f"{'':14} {'batch':>5} {'ours µs':>10} {'PyTorch µs':>10} {'× faster':>9}")
    for row in rows:
        row["torch"] = seconds(row["network"], row["batch"])
        ratio = row["torch"] / row["seconds"]
        least = TARGETS[row["batch"]]
        row["met"] = ratio >= least
        words = "" if row["met"] else f"  missed: at least {least}"
        ours, theirs = row["seconds"] * 1e6, row["torch"] * 1e6
        print(f"{row['network']:14} {row['batch']:5} {ours:10.1f} {theirs:10.1f} {ratio:9.2f}{words}")
    (FOLDER / "training_torch.json").write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
