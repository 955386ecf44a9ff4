import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(77)
N, C, H, W = 4, 6, 3, 2
x = torch.randn(N, C, H, W)
y = F.layer_norm(x, x.size()[1:], eps=1e-2)