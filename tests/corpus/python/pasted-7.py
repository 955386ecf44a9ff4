import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(77)
x = torch.rand(4, 6)
y = F.batch_norm(x, torch.zeros(6), torch.ones(6))