import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(77)
x = torch.arange(24, dtype=torch.float32).view(2, 3, 4) - 7
y = F.rms_norm(x, (4,))