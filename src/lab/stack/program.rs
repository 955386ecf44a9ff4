//! The same in PyTorch.

use super::{SENTENCES, Stack, TOKENS};
use crate::nn::transformer::Order;

/// A program that draws the same stack and prints its sizes: ‖x‖²/d after each block, and ‖∂L/∂W₂‖ of each.
pub fn program(stack: Stack, order: Order, seed: u64) -> String {
    let (depth, d) = (stack.depth(), stack.width());
    let sublayer = match order {
        Order::None => "x + f(x)",
        Order::Post => "norm(x + f(x))",
        Order::Pre => "x + f(norm(x))",
    };
    let y = match order {
        Order::Pre if stack.has_last => "norm(x)",
        _ => "x",
    };
    format!(
        "import torch
from torch.nn import functional as F

d, depth = {d}, {depth}
torch.manual_seed({seed})
x, target = torch.randn({SENTENCES}, {TOKENS}, d), torch.randn({SENTENCES}, {TOKENS}, d)

def xavier():
    return (torch.randn(d, d) * (2 / (d + d)) ** 0.5).requires_grad_()

blocks = [[xavier() for _ in range(6)] for _ in range(depth)]

def norm(x):
    return F.layer_norm(x, [d])

def sublayer(x, f):
    return {sublayer}

for q, k, v, o, up, down in blocks:
    x = sublayer(x, lambda x: F.scaled_dot_product_attention(x @ q.T, x @ k.T, x @ v.T) @ o.T)
    x = sublayer(x, lambda x: F.relu(x @ up.T) @ down.T)
    print(f'{{x.square().mean():.6g}}')

y = {y}
loss = (y - target).square().sum(-1).mean()
loss.backward()
for block in blocks:
    print(f'{{block[-1].grad.norm():.6g}}')
"
    )
}
