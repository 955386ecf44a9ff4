"""What PyTorch begins networks with, shuffles, and learns in small courses of training: `python training.py > training.json`.

    pip install torch numpy

Samples are written here by a formula, which tests/recorded_training.rs has too. Each course is run in float32 and,
from the same beginning, in float64; how far the two are apart is what roundings do to it.
"""

import json

import torch
from torch import nn

torch.set_num_threads(1)

STEPS, BLOCKS, TOKENS, SYMBOLS, WIDTH, HEADS, HIDDEN, CLASSES = 30, 2, 6, 7, 8, 2, 12, 3


def floats(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def state(module):
    return {name: floats(tensor) for name, tensor in module.named_parameters()}


def linear_layers():
    return nn.Sequential(nn.Conv2d(2, 3, 3), nn.Conv2d(3, 2, 2, bias=False), nn.Linear(3, 2), nn.Linear(2, 9, bias=False), nn.Linear(9, 17))


def initialized(seed, draw=None):
    """Weights and biases in the order of the layers, all of them one after another."""
    torch.manual_seed(seed)
    layers = linear_layers()
    if draw:
        torch.manual_seed(seed)
        for layer in layers:
            draw(layer.weight)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
    return sum(state(layers).values(), [])


def beginnings():
    yield "PyTorch", 1, initialized(1)
    yield "PyTorch", 2024, initialized(2024)
    yield "xavier_uniform_", 2, initialized(2, nn.init.xavier_uniform_)
    yield "normal_", 3, initialized(3, lambda weight: nn.init.normal_(weight, 0, 0.02))
    for seed, symbols, width, tokens in [(4, 7, 8, 6), (5, 3, 3, 2)]:
        torch.manual_seed(seed)
        both = nn.ModuleList([nn.Embedding(symbols, width), nn.Embedding(tokens, width)])
        yield f"Embedding({symbols},{width},{tokens})", seed, sum(state(both).values(), [])


def permutations():
    for seed in [0, 7]:
        for n in [1, 2, 10, 1437, 70000]:
            torch.manual_seed(seed)
            order = torch.randperm(n)
            places = torch.arange(1, n + 1)
            # Each number by the square of its place, so that no two may be exchanged.
            yield {
                "seed": seed,
                "n": n,
                "first": order[:20].tolist(),
                "last": order[-20:].tolist(),
                "sum": int((order * (places * places % 65521)).sum()),
                "next": floats(torch.rand(1)),
            }


def samples(count, features):
    k = torch.arange(count * features)
    return ((k * 37 % 101 - 50) / 32).reshape(count, features), torch.arange(count) ** 2 % CLASSES


def perceptron():
    return nn.Sequential(nn.Linear(5, 8), nn.Tanh(), nn.Linear(8, CLASSES))


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = [nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(4)]

    def forward(self, x):
        n = len(x)
        q, k, v = [f(x).reshape(n, TOKENS, HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value)]
        shares = (q @ k.transpose(2, 3) / (WIDTH // HEADS) ** 0.5).softmax(-1)
        return self.out((shares @ v).transpose(1, 2).reshape(n, TOKENS, WIDTH))


class Transformer(nn.Module):
    def __init__(self, pre, hidden=HIDDEN, features=TOKENS * WIDTH, norm=nn.Identity):
        super().__init__()
        self.pre = pre
        self.symbol, self.position = nn.Embedding(SYMBOLS, WIDTH), nn.Embedding(TOKENS, WIDTH)
        feed_forward = lambda: nn.Sequential(nn.Linear(WIDTH, hidden), nn.ReLU(), nn.Linear(hidden, WIDTH))
        self.layers = nn.ModuleList()
        for branch in [Attention, feed_forward] * BLOCKS:
            both = [nn.LayerNorm(WIDTH), branch()]
            self.layers.extend(both if pre else reversed(both))
        self.norm = norm()
        self.last = nn.Linear(features, CLASSES)

    def blocks(self, x):
        x = self.symbol(x) + self.position.weight
        for first, second in zip(self.layers[::2], self.layers[1::2]):
            x = x + second(first(x)) if self.pre else second(x + first(x))
        return x

    def forward(self, x):
        return self.last(self.blocks(x).flatten(1))


class Encoder(Transformer):
    """With a network of four times the width in each block, a last normalization where it stands before, and the mean over tokens."""

    def __init__(self, pre):
        super().__init__(pre, 4 * WIDTH, WIDTH, (lambda: nn.LayerNorm(WIDTH)) if pre else nn.Identity)

    def forward(self, x):
        return self.last(self.norm(self.blocks(x)).mean(1))


def train(model, x, labels, optimizer, schedule, steps, batch):
    optimizer = optimizer(model.parameters())
    schedule = schedule(optimizer) if schedule else None
    losses, rates = [], []
    for step in range(steps):
        at = torch.arange(step * batch, (step + 1) * batch) % len(x)
        loss = nn.functional.cross_entropy(model(x[at]), labels[at])
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if schedule:
            schedule.step()
    return losses, rates, sum(state(model).values(), [])


def course(name, seed, make, data, optimizer, schedule, steps, batch):
    found = {"name": name, "seed": seed, "batch": batch}
    for precision in ["float32", "float64"]:
        torch.manual_seed(seed)
        model = make().to(getattr(torch, precision))
        x, labels = data
        x = x.to(getattr(torch, precision)) if x.is_floating_point() else x
        losses, rates, learnt = train(model, x, labels, optimizer, schedule, steps, batch)
        found[precision] = {"losses": losses, "learnt": learnt}
        found["rates"] = rates
    return found


def schedules():
    lr = torch.optim.lr_scheduler
    warm = lambda step: min(1, (step + 1) / 8)
    yield "constant", None
    yield "steps", lambda optimizer: lr.StepLR(optimizer, 7, 0.3)
    yield "warm-up", lambda optimizer: lr.LambdaLR(optimizer, warm)
    yield "warm-up and steps", lambda optimizer: lr.LambdaLR(optimizer, lambda t: warm(t) * 0.3 ** (t // 7))
    # The same warm-up by the class that PyTorch has for it.
    yield "linear", lambda optimizer: lr.LinearLR(optimizer, start_factor=1 / 8, total_iters=7)


def courses():
    optimizers = {
        "SGD": lambda w: torch.optim.SGD(w, 0.3),
        "SGD with momentum": lambda w: torch.optim.SGD(w, 0.1, momentum=0.9),
        "SGD with decay": lambda w: torch.optim.SGD(w, 0.1, momentum=0.9, weight_decay=0.01),
        "Adam": lambda w: torch.optim.Adam(w, 0.02),
        "Adam with decay": lambda w: torch.optim.Adam(w, 0.02, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.01),
    }
    data = samples(20, 5)
    for name, optimizer in optimizers.items():
        yield course(f"{name}, constant", 6, perceptron, data, optimizer, None, STEPS, 8)
    for schedule, make in list(schedules())[1:]:
        for name in ["SGD with momentum", "Adam"]:
            yield course(f"{name}, {schedule}", 6, perceptron, data, optimizers[name], make, STEPS, 8)


def sentences():
    k = torch.arange(12 * TOKENS)
    return (k * k % 11 % SYMBOLS).reshape(12, TOKENS), torch.arange(12) ** 2 % CLASSES


def transformers():
    for order in ["pre", "post"]:
        make = lambda: Transformer(order == "pre")
        yield course(f"{order}, SGD", 8, make, sentences(), lambda w: torch.optim.SGD(w, 0.1), None, 10, 8)
        yield course(f"{order}, Adam", 9, make, sentences(), lambda w: torch.optim.Adam(w, 0.01), None, 10, 8)


def encoders():
    warm_up = dict(schedules())["warm-up"]
    for order in ["pre", "post"]:
        make = lambda: Encoder(order == "pre")
        yield course(f"{order}, Adam, warm-up", 10, make, sentences(), lambda w: torch.optim.Adam(w, 0.01), warm_up, 20, 8)


def compact(value):
    """Losses as they are; what was learnt in float32 is of no use but for its distance from float64."""
    if isinstance(value, dict) and "float64" in value:
        wide, narrow = value.pop("float64"), value.pop("float32")
        apart = lambda a, b: max(abs(x - y) for x, y in zip(a, b))
        value["losses"], value["learnt"] = wide["losses"], [float(f"{w:.9g}") for w in wide["learnt"]]
        value["losses_apart"] = apart(wide["losses"], narrow["losses"])
        value["learnt_apart"] = apart(wide["learnt"], narrow["learnt"])
    return value


def main():
    record = {
        "source": f"PyTorch {torch.__version__}, CPU",
        "beginnings": [{"init": init, "seed": seed, "values": values} for init, seed, values in beginnings()],
        "permutations": list(permutations()),
        "courses": [compact(found) for found in courses()],
        "transformers": [compact(found) for found in transformers()],
        "encoders": [compact(found) for found in encoders()],
    }
    parts = [f'"source": {json.dumps(record.pop("source"))}']
    for name, entries in record.items():
        lines = ",\n ".join(json.dumps(entry) for entry in entries)
        parts.append(f'"{name}": [\n {lines}\n]')
    print("{" + ",\n".join(parts) + "}")


main()
