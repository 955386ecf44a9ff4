import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(77)
m = nn.BatchNorm2d(3).train()
m.eval()
x = torch.randn(2,3,4,4)
y = m(x)