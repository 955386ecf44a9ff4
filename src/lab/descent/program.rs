//! The same in PyTorch.

use super::problem::{NOISE, OFFSET, SAMPLES, TRUTH};
use super::{Data, Setup};

/// A PyTorch program that draws the same samples and prints κ, the largest stable step and the loss after some steps.
pub fn program(setup: &Setup, seed: u64) -> String {
    let draw = match setup.data {
        Data::Normal => "randn",
        Data::Weather => "rand",
    };
    let [first, second] = setup.units();
    let pair = |a: f64, b: f64| format!("torch.tensor([{a:?}, {b:?}], dtype=torch.float64)");
    let mut lines = vec![
        "import torch".to_owned(),
        String::new(),
        format!("torch.manual_seed({seed})"),
        format!("z = torch.{draw}({SAMPLES}, 2).double()"),
        format!("noise = torch.randn({SAMPLES}).double()"),
        format!(
            "y = {:?} * z[:, 0] + {:?} * z[:, 1] + {OFFSET:?} + {NOISE:?} * noise",
            TRUTH[0], TRUTH[1]
        ),
        format!(
            "x = {} + {} * z",
            pair(first.zero, second.zero),
            pair(first.unit, second.unit)
        ),
    ];
    if setup.standardize {
        lines.push("x = (x - x.mean(0)) / x.std(0, unbiased=False)".to_owned());
    }
    let rate = setup.rate;
    lines.extend([
        format!("D = torch.cat([x, torch.ones({SAMPLES}, 1).double()], 1)"),
        "eigenvalues = torch.linalg.eigvalsh(D.T @ D / len(D))".to_owned(),
        "print('kappa', eigenvalues[-1] / eigenvalues[0], 'largest step', 2 / eigenvalues[-1])"
            .to_owned(),
        String::new(),
        "theta = torch.zeros(3).double()  # w1, w2, b".to_owned(),
        "for step in range(10):".to_owned(),
        "    error = D @ theta - y".to_owned(),
        "    print(step, (error ** 2).mean() / 2, theta)".to_owned(),
        format!("    theta -= {rate:?} / eigenvalues[-1] * (D.T @ error / len(D))"),
    ]);
    lines.join("\n") + "\n"
}
