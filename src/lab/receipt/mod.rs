//! Programs that reproduce what is shown, and the first numbers to expect of them.

mod check;
mod flax;
mod foreign;
mod free_box;
mod keras;
mod print;
mod torch;

use super::explore::{Explore, Stage};
use super::region::flat_of;
use print::{joined, row, scalar, tensor};
use torch::Pass;

pub use check::check;
pub(super) use torch::x_lines;

/// For which library.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Library {
    /// PyTorch
    #[default]
    Torch,
    /// JAX with Flax (`flax.nnx`)
    Flax,
    /// Keras 3
    Keras,
}

/// Most values of x that are written out where another library cannot draw them.
pub const MOST_LITERALS: usize = 512;

/// Values of x and y that are printed.
const FIRST: usize = 4;

/// A Python program that computes the shown y, and as comments the first numbers that it prints.
///
/// `at` is the pinned element, which is printed too.
/// Where PyTorch rejects the call the program ends with it, and its sentence is the comment.
///
/// ```
/// # use normscope::lab::explore::{Explore, Setup};
/// # use normscope::lab::receipt::{Library, receipt};
/// # use normscope::tensor::Source;
/// # let layer = normscope::torch::parse_layer("GroupNorm(3,6)")?;
/// # let setup = Setup::new(Source::parse("randn(20,6,10,10)")?, layer);
/// let explore = Explore::run(&setup);
/// let text = receipt(&explore, Library::Torch, Some(&[0, 0, 0, 0]));
/// assert_eq!(text, "\
/// import torch
/// from torch import nn
///
/// torch.manual_seed(1234)
/// layer = nn.GroupNorm(3, 6)
/// x = torch.randn(20, 6, 10, 10)
/// y = layer(x).detach()
///
/// print(x.flatten()[:4])  # tensor([-0.1117, -0.4966,  0.1631, -0.8817])
/// print(y.flatten()[:4])  # tensor([-0.0608, -0.4563,  0.2216, -0.8520])
/// print(x[0, 0, 0, 0])  # tensor(-0.1117)
/// print(y[0, 0, 0, 0])  # tensor(-0.0608)
/// ");
/// # Ok::<(), normscope::torch::ParseError>(())
/// ```
pub fn receipt(explore: &Explore, library: Library, at: Option<&[usize]>) -> String {
    let mut lines = match library {
        Library::Torch => torch::lines(explore, Pass::Forward).join(&String::new()),
        Library::Flax => flax::lines(explore),
        Library::Keras => keras::lines(explore),
    };
    lines.push(String::new());
    lines.extend(expected(explore, library, at));
    lines.join("\n") + "\n"
}

/// Prints of x and y with what they will say.
fn expected(explore: &Explore, library: Library, at: Option<&[usize]>) -> Vec<String> {
    let flat = match library {
        Library::Torch => "flatten()",
        Library::Flax | Library::Keras => "ravel()",
    };
    let known = [("x", Stage::Input), ("y", Stage::Output)];
    let known = &known[..if explore.call.is_ok() { 2 } else { 1 }];
    let value = |stage, flat| {
        explore
            .value(stage, flat)
            .expect("a stage that was reached")
    };
    let torch = library == Library::Torch;
    let first = known.iter().map(|(name, stage)| {
        let flats = 0..FIRST.min(explore.x.len());
        let values: Vec<f32> = flats.map(|flat| value(*stage, flat)).collect();
        let shown = if torch {
            tensor(&values)
        } else {
            format!("[{}]", row(&values))
        };
        format!("print({name}.{flat}[:{FIRST}])  # {shown}")
    });
    let pinned = at.and_then(|at| Some((at, flat_of(explore.x.shape(), at)?)));
    let element = known.iter().filter_map(|(name, stage)| {
        let (at, flat) = pinned?;
        let value = value(*stage, flat);
        let shown = if torch { scalar(value) } else { row(&[value]) };
        Some(format!("print({name}[{}])  # {shown}", joined(at)))
    });
    first.chain(element).collect()
}
