"""The live values of batch norm at test time once more, in NumPy alone: `python redraws.py > redraws.json`.

Random numbers are PyTorch's (torch.randn of at least 16 values, torch.rand), from the Mersenne twister of NumPy.
"""

import json

import numpy as np

SEED, CHUNK, TRAINED, REDRAWS, SEEN, EPS, MOMENTUM = 1234, 64, 50, 100, 20, 1e-5, 0.1


class Generator:
    def __init__(self, seed):
        self.words = np.random.RandomState(seed)

    def rand(self, n):
        words = self.words.randint(0, 2**32, n, dtype=np.uint64)
        return (words & 0xFFFFFF).astype(np.float32) / np.float32(2**24)

    def randn(self, *shape):
        u, v = self.rand(np.prod(shape)).astype(np.float64).reshape(-1, 2, 8).transpose(1, 0, 2)
        radius, angle = np.sqrt(-2 * np.log1p(-u)), 2 * np.pi * v
        pairs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)
        return pairs.astype(np.float32).astype(np.float64).reshape(shape)


def shuffled(count):
    order, random = list(range(count)), Generator(SEED + 2).rand(count)
    for k, u in enumerate(random):
        other = k + int(float(u) * (count - k))
        order[k], order[other] = order[other], order[k]
    return order


def batches(shape, count):
    """Channel 0 of `count` batches of x = randn(shape)."""
    generator, (n, *sample) = Generator(SEED), shape
    calls = -(-n * count // CHUNK)
    pool = np.concatenate([generator.randn(CHUNK, *sample)[:, 0].reshape(CHUNK, -1) for _ in range(calls)])
    return [pool[rows] for rows in np.array(shuffled(n * count)).reshape(count, n)]


def train(batches, p=0.0):
    mean, var, generator = 0.0, 1.0, Generator(SEED + 3)
    for x in batches:
        if p > 0:
            x = np.where(generator.rand(x.size).reshape(x.shape) < p, 0, x / (1 - p))
        mean, var = [(1 - MOMENTUM) * old + MOMENTUM * new for old, new in [(mean, x.mean()), (var, x.var(ddof=1))]]
    return mean, var


def normalized(x, mean, var):
    return (x - mean) / np.sqrt(var + EPS)


def gap(shape):
    first, fresh = np.split(np.array(batches(shape, TRAINED + REDRAWS)), [TRAINED])
    running = train(first)
    return np.mean([np.abs(normalized(x, x.mean(), x.var()) - normalized(x, *running)).mean() for x in fresh])


def dropout_variance(shape, p):
    first, fresh = np.split(np.array(batches(shape, TRAINED + SEEN)), [TRAINED])
    return np.mean([x.var(ddof=1) for x in fresh]) / train(first, p)[1]


def company_change(shape):
    generator = Generator(SEED)
    x, other = generator.randn(*shape), generator.randn(*shape)
    other[0] = x[0]
    axes = (0, *range(2, x.ndim))
    y, z = [normalized(x, x.mean(axes, keepdims=True), x.var(axes, keepdims=True))[0] for x in (x, other)]
    return np.abs(y - z).max()


def values():
    for shape in [(2, 6, 4, 4), (32, 6, 4, 4), (2, 6), (32, 6), (3, 2, 5)]:
        x = f"x=randn({','.join(map(str, shape))})"
        drawn = batches(shape, REDRAWS)
        yield "mean_spread", x, np.std([x.mean() for x in drawn], ddof=1)
        yield "deviation_spread", x, np.std([np.sqrt(x.var() + EPS) for x in drawn], ddof=1)
        yield "train_eval_gap", x, gap(shape)
    for p in [0.1, 0.3, 0.5]:
        yield "dropout_variance", f"view=redraws&x=randn(64,6,4,4)&dropout={p}", dropout_variance((64, 6, 4, 4), p)
    yield "company_change", "x=randn(4,6,4,4)&layer=BatchNorm2d(6)", company_change((4, 6, 4, 4))


print(json.dumps([[name, link, float(value)] for name, link, value in values()], indent=1))
