//! The same in PyTorch.

use super::{DRAWS, SENTENCES, Stack, TOKENS};
use crate::nn::transformer::Order;

/// A program that draws the same stacks and prints the means over them: ‖x‖²/d behind each block, then ‖∂L/∂W₂‖ of each.
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

d, depth, draws = {d}, {depth}, {DRAWS}

def xavier():
    return (torch.randn(d, d) * (2 / (d + d)) ** 0.5).requires_grad_()

def norm(x):
    return F.layer_norm(x, [d])

def sublayer(x, f):
    return {sublayer}

sizes, gradients = torch.zeros(depth), torch.zeros(depth)
for draw in range(draws):
    torch.manual_seed({seed} + draw)
    x, target = torch.randn({SENTENCES}, {TOKENS}, d), torch.randn({SENTENCES}, {TOKENS}, d)
    blocks = [[xavier() for _ in range(6)] for _ in range(depth)]
    for l, (q, k, v, o, up, down) in enumerate(blocks):
        x = sublayer(x, lambda x: F.scaled_dot_product_attention(x @ q.T, x @ k.T, x @ v.T) @ o.T)
        x = sublayer(x, lambda x: F.relu(x @ up.T) @ down.T)
        sizes[l] += x.detach().square().mean() / draws
    y = {y}
    loss = (y - target).square().sum(-1).mean()
    loss.backward()
    gradients += torch.stack([block[-1].grad.norm() for block in blocks]) / draws

for value in [*sizes, *gradients]:
    print(f'{{value:.6g}}')
"
    )
}
