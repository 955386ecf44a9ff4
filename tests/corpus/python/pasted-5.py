import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(77)
torch.randn(17)
torch.manual_seed(5)
q = torch.randn(9)
x = torch.randn(2, 6)
y = nn.RMSNorm(6, eps=1e-3)(x)