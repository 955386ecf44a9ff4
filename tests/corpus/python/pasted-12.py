import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(77)
m = nn.InstanceNorm1d(6, track_running_stats=True, affine=True)
for _ in range(3):
  m(torch.rand(4, 6, 5) * 2)
y = m.eval()(torch.rand(4, 6, 5) * 2)