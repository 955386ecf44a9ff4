import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(77)
x = torch.randn(2, 6, 2, 3, 2)
x2 = torch.relu(x) + 1
y = nn.BatchNorm3d(6, affine=False)(x2)