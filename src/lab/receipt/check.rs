//! A program that compares a file of tensors with PyTorch's own.

use super::torch::{self, Pass};
use crate::lab::backward::grad_seed;
use crate::lab::explore::Explore;
use crate::lab::files::gradient_names;

/// A Python program that computes x, y, the derivatives and the running averages in PyTorch, and prints for each
/// whether the archive of that name holds the same, and by how much it differs at most; `None` where PyTorch rejects the call.
///
/// ```
/// # use normscope::lab::explore::{Explore, Setup};
/// # use normscope::lab::receipt::check;
/// # use normscope::tensor::Source;
/// # let layer = normscope::torch::parse_layer("GroupNorm(3,6)")?;
/// # let setup = Setup::new(Source::parse("randn(20,6,10,10)")?, layer);
/// let text = check(&Explore::run(&setup), "acts.npz").expect("a call that PyTorch accepts");
/// assert_eq!(text, "\
/// import numpy as np
/// import torch
/// from torch import nn
///
/// torch.manual_seed(1234)
/// layer = nn.GroupNorm(3, 6)
/// x = torch.randn(20, 6, 10, 10)
/// x.requires_grad_()
/// y = layer(x)
///
/// torch.manual_seed(1235)
/// grad_y = torch.randn(y.shape)
/// y.backward(grad_y)
///
/// computed = {
///     \"x\": x,
///     \"y\": y,
///     \"grad_y\": grad_y,
///     \"grad_x\": x.grad,
///     \"grad_weight\": layer.weight.grad,
///     \"grad_bias\": layer.bias.grad,
/// }
/// saved = np.load(\"acts.npz\")
/// for name, tensor in computed.items():
///     tensor = tensor.detach().numpy()
///     same = np.allclose(tensor, saved[name], rtol=1e-4, atol=1e-4, equal_nan=True)
///     print(name, same, np.abs(tensor - saved[name]).max())
/// ## x_hat and its statistics, which layers do not give, are not compared
/// ");
/// # Ok::<(), normscope::torch::ParseError>(())
/// ```
pub fn check(explore: &Explore, archive: &str) -> Option<String> {
    explore.call.as_ref().ok()?;
    let [mut imports, lines] = torch::lines(explore, Pass::Backward);
    const NUMPY: &str = "import numpy as np";
    if !imports.iter().any(|line| line == NUMPY) {
        imports.insert(0, NUMPY.to_owned());
    }
    let backward = [
        format!("torch.manual_seed({})", grad_seed(explore.setup.seed)),
        "grad_y = torch.randn(y.shape)".to_owned(),
        "y.backward(grad_y)".to_owned(),
    ];
    let parts = [
        imports,
        lines,
        backward.into(),
        comparison(explore, archive),
    ];
    Some(parts.join(&String::new()).join("\n") + "\n")
}

fn comparison(explore: &Explore, archive: &str) -> Vec<String> {
    let averages: &[&str] = match explore.history {
        Some(_) => &["running_mean", "running_var"],
        None => &[],
    };
    let names = ["x", "y"].iter().chain(averages).copied();
    let names = names.chain(gradient_names(explore));
    let entry = |name: &str| format!("    \"{name}\": {},", expression(name));
    let mut lines = vec!["computed = {".to_owned()];
    lines.extend(names.map(entry));
    lines.extend([
        "}".to_owned(),
        format!("saved = np.load(\"{archive}\")"),
        "for name, tensor in computed.items():".to_owned(),
        "    tensor = tensor.detach().numpy()".to_owned(),
        "    same = np.allclose(tensor, saved[name], rtol=1e-4, atol=1e-4, equal_nan=True)"
            .to_owned(),
        "    print(name, same, np.abs(tensor - saved[name]).max())".to_owned(),
        "# x_hat and its statistics, which layers do not give, are not compared".to_owned(),
    ]);
    lines
}

/// Where the program has the tensor that a file calls so.
fn expression(name: &str) -> String {
    match name {
        "grad_x" => "x.grad".to_owned(),
        "grad_weight" | "grad_bias" => format!("layer.{}.grad", &name["grad_".len()..]),
        "running_mean" | "running_var" => format!("layer.{name}"),
        _ => name.to_owned(),
    }
}
