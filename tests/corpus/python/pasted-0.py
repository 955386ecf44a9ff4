import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(77)
m = nn.BatchNorm1d(6)
for _ in range(4):
    x = torch.randn(5, 6)
    m(x)
m.eval()
y = m(torch.randn(5, 6))