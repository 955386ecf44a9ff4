import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(77)
x = torch.tensor([[1., 2, 3], [4, 5, 7]])
m = nn.BatchNorm1d(3, momentum=0.3)
m(x)
m(x)
m.eval()
y = m(x)