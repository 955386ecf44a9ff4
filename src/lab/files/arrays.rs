//! Tensors in NumPy's formats.

use ndarray::{Array1, ArrayD, ArrayViewD, IxDyn};

use super::zip::{Archive, Head};
use crate::lab::explore::{Explore, Stage};
use crate::norm::{Running, Statistic};

/// A tensor by where its values are, none of which is copied before it is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Tensor<'a> {
    /// What PyTorch has in float32
    Float32(ArrayViewD<'a, f32>),
    /// A stage of x, in float32
    Stage(&'a Explore, Stage),
    /// Statistics, which are computed in float64
    Float64(ArrayD<f64>),
}

/// A file, piece by piece: what it takes to make one is short, however large the file is.
pub type Pieces<'a> = Box<dyn Iterator<Item = Vec<u8>> + 'a>;

/// Values in a piece.
const PIECE_LEN: usize = 1 << 18;

impl<'a> Tensor<'a> {
    /// Lengths of its axes.
    pub fn shape(&self) -> &[usize] {
        match self {
            Self::Float32(values) => values.shape(),
            Self::Stage(explore, _) => explore.x.shape(),
            Self::Float64(values) => values.shape(),
        }
    }

    /// The file `.npy`, version 1.0, in C order and little endian (NumPy Enhancement Proposal 1).
    pub fn npy(self) -> Pieces<'a> {
        let kind = match self {
            Self::Float32(_) | Self::Stage(..) => "<f4",
            Self::Float64(_) => "<f8",
        };
        let head = std::iter::once(head(kind, self.shape()));
        let len: usize = self.shape().iter().product();
        let pieces = (0..len).step_by(PIECE_LEN);
        let piece = move |first: usize| self.bytes(first..len.min(first + PIECE_LEN));
        Box::new(head.chain(pieces.map(piece)))
    }

    /// The values at these places in C order.
    fn bytes(&self, flats: std::ops::Range<usize>) -> Vec<u8> {
        const ORDER: &str = "tensors are made in standard layout";
        match self {
            Self::Float32(values) => {
                let values = &values.as_slice().expect(ORDER)[flats];
                little_endian(values, f32::to_le_bytes)
            }
            Self::Stage(explore, stage) => {
                let mut values = vec![0.0; flats.len()];
                explore.fill(*stage, flats.start, &mut values);
                little_endian(&values, f32::to_le_bytes)
            }
            Self::Float64(values) => {
                let values = &values.as_slice().expect(ORDER)[flats];
                little_endian(values, f64::to_le_bytes)
            }
        }
    }
}

fn little_endian<T: Copy, const N: usize>(values: &[T], bytes_of: fn(T) -> [u8; N]) -> Vec<u8> {
    let mut bytes = vec![0; N * values.len()];
    for (bytes, value) in bytes.as_chunks_mut::<N>().0.iter_mut().zip(values) {
        *bytes = bytes_of(*value);
    }
    bytes
}

/// The head of a `.npy`; the values begin at a multiple of 64 bytes.
fn head(kind: &str, shape: &[usize]) -> Vec<u8> {
    const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";
    const ALIGNMENT: usize = 64;
    let lengths: Vec<_> = shape.iter().map(usize::to_string).collect();
    let shape = match &lengths[..] {
        [length] => format!("({length},)"),
        lengths => format!("({})", lengths.join(", ")),
    };
    // As NumPy writes it, to the last comma: some programs read it by its letters.
    let dictionary = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}");
    let before = MAGIC.len() + size_of::<u16>();
    // One byte more for the line's end.
    let end = (before + dictionary.len() + 1).next_multiple_of(ALIGNMENT);
    let width = end - before - 1;
    let text = format!("{dictionary:width$}\n");
    let len = (text.len() as u16).to_le_bytes();
    [MAGIC, &len, text.as_bytes()].concat()
}

/// The names of an experiment's tensors: x, and where PyTorch accepts the call x̂, y, the statistics that x was
/// normalized with, γ and β as `weight` and `bias` where the layer learns them, and the averages where it keeps them.
pub fn names(explore: &Explore) -> Vec<&'static str> {
    let mut names = vec!["x"];
    let (Ok(call), Some(module)) = (&explore.call, &explore.module) else {
        return names;
    };
    names.extend(["x_hat", "y"]);
    match call.plan.statistic {
        Statistic::MeanSquare => names.push("mean_square"),
        _ => names.extend(["mean", "variance"]),
    }
    names.extend(module.weight().map(|_| "weight"));
    names.extend(module.bias().map(|_| "bias"));
    if explore.history.is_some() {
        names.extend(["running_mean", "running_var"]);
    }
    names
}

/// The tensor of that name, one of [`names`].
///
/// Statistics (the variance of a batch is the biased one) have one value for each set, in a tensor with as many sets along each axis;
/// running averages are those that the call has left.
pub fn tensor<'a>(explore: &'a Explore, name: &str) -> Option<Tensor<'a>> {
    let own = |values: &'a ArrayD<f32>| Tensor::Float32(values.view());
    let stage = |stage| {
        explore
            .call
            .is_ok()
            .then_some(Tensor::Stage(explore, stage))
    };
    let module = explore.module.as_ref();
    match name {
        "x" => Some(own(&explore.x)),
        "x_hat" => stage(Stage::Normalized),
        "y" => stage(Stage::Output),
        "mean" | "variance" | "mean_square" => statistic(explore, name == "mean"),
        "weight" => module?.weight().map(own),
        "bias" => module?.bias().map(own),
        "running_mean" => Some(per_channel(&running(explore)?.mean)),
        "running_var" => Some(per_channel(&running(explore)?.var)),
        _ => None,
    }
}

fn statistic<'a>(explore: &Explore, is_mean: bool) -> Option<Tensor<'a>> {
    let call = explore.call.as_ref().ok()?;
    let values = match is_mean {
        true => &call.used.mean,
        false => &call.used.var,
    };
    let grid = IxDyn(&call.plan.partition.grid());
    let values = ArrayD::from_shape_vec(grid, values.clone());
    Some(Tensor::Float64(values.expect("one of each set")))
}

fn per_channel<'a>(values: &[f64]) -> Tensor<'a> {
    Tensor::Float64(Array1::from(values.to_vec()).into_dyn())
}

/// The averages as the call has left them.
fn running(explore: &Explore) -> Option<&Running> {
    let history = explore.history.as_ref()?;
    let shown = history.shown.as_ref().map(|step| &step.running);
    Some(shown.unwrap_or_else(|| history.before_shown()))
}

/// All of them in one file, as `numpy.savez` writes it.
///
/// A file's sum stands before its content, so each is made twice; where only the sum grows, the piece is empty.
pub fn npz(explore: &Explore) -> Pieces<'_> {
    let mut names = names(explore).into_iter();
    let mut archive = Some(Archive::default());
    let mut step = Step::Next;
    Box::new(std::iter::from_fn(move || {
        let (piece, next) = match std::mem::replace(&mut step, Step::Next) {
            Step::Next => match names.next() {
                Some(name) => {
                    let tensor = tensor(explore, name).expect("a tensor for each name");
                    let pieces = tensor.clone().npy();
                    let head = Head::new(format!("{name}.npy"));
                    (Vec::new(), Step::Sum(head, pieces, tensor))
                }
                None => (archive.take()?.finish(), Step::Next),
            },
            Step::Sum(mut head, mut pieces, tensor) => match pieces.next() {
                Some(piece) => {
                    head.add(&piece);
                    (Vec::new(), Step::Sum(head, pieces, tensor))
                }
                None => (archive.as_mut()?.head(&head), Step::Content(tensor.npy())),
            },
            Step::Content(mut pieces) => {
                let piece = pieces.next();
                let next = piece.as_ref().map_or(Step::Next, |_| Step::Content(pieces));
                (piece.unwrap_or_default(), next)
            }
        };
        step = next;
        Some(piece)
    }))
}

/// What comes next of an archive.
enum Step<'a> {
    /// Another file, or the end
    Next,
    /// The sum over a file's pieces, and then the tensor once more
    Sum(Head, Pieces<'a>, Tensor<'a>),
    /// A file's pieces
    Content(Pieces<'a>),
}
