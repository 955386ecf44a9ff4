import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(77)
x = torch.ones(3, 4).reshape(2, -1) + torch.rand(2, 6)
y = F.group_norm(x, num_groups=3)