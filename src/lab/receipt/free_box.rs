//! A free choice of axes, written out: no library has a layer for it.

use super::print::{joined, tuple};
use crate::norm::{Partition, PythonFloat, Side};

/// What a library calls the functions that are needed.
pub(super) struct Words {
    /// What stands before and after the number whose root is taken
    pub root: [&'static str; 2],
    /// Name of the argument for the axes
    pub axes: &'static str,
    /// Name of the argument that keeps them
    pub keep: &'static str,
    /// The biased variance is asked for by this argument
    pub biased: &'static str,
}

/// Lines that leave y under its name.
pub(super) fn lines(partition: &Partition, eps: f64, words: &Words) -> Vec<String> {
    let Words {
        root,
        axes,
        keep,
        biased,
    } = words;
    let mut lengths = Vec::new();
    let mut shared = Vec::new();
    for (side, &length) in partition.sides().iter().zip(partition.shape()) {
        match *side {
            Side::Kept => lengths.push(length),
            Side::Shared => {
                shared.push(lengths.len());
                lengths.push(length);
            }
            Side::Split(groups) => {
                shared.push(lengths.len() + 1);
                lengths.extend([groups, length / groups]);
            }
        }
    }
    let boxes = format!("boxes = x.reshape({})", joined(&lengths));
    let eps = PythonFloat(eps);
    let mut lines = vec![boxes];
    if shared.is_empty() {
        // Without axes, mean() would take all of them.
        lines.push("mean, var = boxes, 0 * boxes  # each set is one element".to_owned());
    } else {
        let over = format!("{axes}={}, {keep}=True", tuple(&shared));
        lines.push(format!("mean = boxes.mean({over})"));
        lines.push(format!("var = boxes.var({over}{biased})"));
    }
    lines.push(format!(
        "y = ((boxes - mean) / {}var + {eps}{}).reshape(x.shape)",
        root[0], root[1]
    ));
    lines
}
