import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(77)
a = torch.randn(3)
b = torch.rand(2)
x = torch.randn(4, 6, 5) * 3 - a.numel()
y = nn.GroupNorm(2, 6)(x)