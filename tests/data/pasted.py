"""Runs short listings with PyTorch and writes what the last call of each gives.

    pip install torch
    python tests/data/pasted.py
"""

import json
from pathlib import Path

import torch

HEAD = """import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(77)
"""

# Each ends with a call whose value is y.
LISTINGS = [
    """m = nn.BatchNorm1d(6)
for _ in range(4):
    x = torch.randn(5, 6)
    m(x)
m.eval()
y = m(torch.randn(5, 6))""",
    """a = torch.randn(3)
b = torch.rand(2)
x = torch.randn(4, 6, 5) * 3 - a.numel()
y = nn.GroupNorm(2, 6)(x)""",
    """a = torch.randn(3)
x = (2 - torch.rand(4, 6, 2, 2) / 3) * -1.5
m = nn.InstanceNorm2d(6)
y = m(x.permute(0, 1, 3, 2).reshape(4, 6, 4, 1))""",
    """N, C, H, W = 4, 6, 3, 2
x = torch.randn(N, C, H, W)
y = F.layer_norm(x, x.size()[1:], eps=1e-2)""",
    """x = torch.arange(24, dtype=torch.float32).view(2, 3, 4) - 7
y = F.rms_norm(x, (4,))""",
    """torch.randn(17)
torch.manual_seed(5)
q = torch.randn(9)
x = torch.randn(2, 6)
y = nn.RMSNorm(6, eps=1e-3)(x)""",
    """x = torch.tensor([[1., 2, 3], [4, 5, 7]])
m = nn.BatchNorm1d(3, momentum=0.3)
m(x)
m(x)
m.eval()
y = m(x)""",
    """x = torch.rand(4, 6)
y = F.batch_norm(x, torch.zeros(6), torch.ones(6))""",
    """x = torch.rand(4, 6, 3)
y = F.instance_norm(x)""",
    """x = torch.randn(2, 6, 2, 3, 2)
x2 = torch.relu(x) + 1
y = nn.BatchNorm3d(6, affine=False)(x2)""",
    """x = torch.full((4, 6), 2.5) * torch.arange(6) + torch.randn(4, 1)
with torch.no_grad():
    y = nn.LayerNorm(6)(x)""",
    """a, b = torch.randn(4, 6), torch.randn(6)
y = nn.LayerNorm(6)(a * b)""",
    """m = nn.InstanceNorm1d(6, track_running_stats=True, affine=True)
for _ in range(3):
  m(torch.rand(4, 6, 5) * 2)
y = m.eval()(torch.rand(4, 6, 5) * 2)""",
    """x = torch.ones(3, 4).reshape(2, -1) + torch.rand(2, 6)
y = F.group_norm(x, num_groups=3)""",
    """x = torch.randn(4, 6, 3)
gamma = torch.arange(6.) / 2 - 1
y = F.group_norm(x, 2, gamma, bias=torch.tensor([1., 0, 0, -1, 2, 0.5]), eps=1e-3)""",
    """x = torch.rand(4, 6)
y = F.batch_norm(x, torch.zeros(6), torch.ones(6), torch.full((6,), 3.), training=True)""",
    """x = torch.rand(4, 6, 2)
y = F.layer_norm(x, (6, 2), torch.ones(6, 2) * torch.arange(6).view(6, 1), bias=None)""",
    """x = torch.rand(4, 6) - 0.25
y = F.rms_norm(x, [6], weight=torch.arange(6) * 0.5)""",
    """x = torch.randn(2, 3, 5) * 4
y = F.normalize(x, dim=-1)""",
    """x = torch.randn(4, 6) * torch.tensor([[1.], [0], [-2], [1e-4]])
y = F.normalize(x)""",
    """m = nn.BatchNorm2d(3).train()
m.eval()
x = torch.randn(2,3,4,4)
y = m(x)""",
]


def case(listing):
    names = {}
    exec(HEAD + listing, names)
    y = names["y"].detach()
    # The shortest decimals that read back as the same float32.
    values = [float(str(value)) for value in y.reshape(-1).numpy()]
    return {"text": HEAD + listing, "shape": list(y.shape), "y": values}


torch.set_num_threads(1)
lines = ",\n".join(json.dumps(case(listing)) for listing in LISTINGS)
text = f'{{"source": "PyTorch {torch.__version__}, CPU, float32", "cases": [\n{lines}\n]}}\n'
Path(__file__).with_name("pasted.json").write_text(text)
