import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(77)
a, b = torch.randn(4, 6), torch.randn(6)
y = nn.LayerNorm(6)(a * b)