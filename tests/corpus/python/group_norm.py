import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(1234)

input = torch.randn(20, 6, 10, 10)

# Separate 6 channels into 3 groups
m = nn.GroupNorm(3, 6)
# Separate 6 channels into 6 groups (equivalent with InstanceNorm)
m = nn.GroupNorm(6, 6)
# Put all 6 channels into a single group (equivalent with LayerNorm)
m = nn.GroupNorm(1, 6)
# Activating the module

output = m(input)
