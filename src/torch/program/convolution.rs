//! The convolution that turns pictures into channels.

use ndarray::{Array2, Array4, ArrayD, ArrayView2, Ix4, Zip, s};

use super::given::Given;
use super::operations::checked_len;
use super::outline::Outline;
use super::value::{Tensor, Value};

/// Products, at most, of one convolution: some seconds.
const MOST_PRODUCTS: usize = 1 << 31;

/// Lengths of a convolution's axes.
struct Sizes {
    /// Those of the input between its margins of zeros
    padded: [usize; 4],
    /// Those of what comes out
    out: [usize; 4],
}

/// The convolution of a neural network (no kernel is flipped), with stride 1:
///
/// ```text
/// y[n, o, h, w] = Σ_{i, k, l} x[n, i, h + k − p, w + l − p] · weight[o, i, k, l]
/// ```
#[inline(never)]
pub(super) fn conv2d(mut given: Given) -> Result<Value, String> {
    let padding = given.take("padding")?.unwrap_or(0);
    given.done("conv2d")?;
    match &given.values[..] {
        [Value::Tensor(input), Value::Tensor(weight)] => {
            let sizes = Sizes::new(input.shape(), weight.shape(), padding)?;
            Ok(Value::Tensor(
                convolved(input, weight, padding, &sizes).into(),
            ))
        }
        [Value::Outline(input), Value::Outline(weight)] => {
            if input.is_whole || weight.is_whole {
                return Err("conv2d takes tensors of float32".into());
            }
            let Sizes { out, .. } = Sizes::new(&input.shape, &weight.shape, padding)?;
            Outline::new(out.to_vec(), false).map(Value::Outline)
        }
        _ => Err("conv2d takes an input, a weight and padding=1 here".into()),
    }
}

impl Sizes {
    fn new(input: &[usize], weight: &[usize], padding: usize) -> Result<Self, String> {
        let (&[batch, channels, height, width], &[filters, of, rows, columns]) = (input, weight)
        else {
            return Err("conv2d takes tensors with four axes".into());
        };
        if channels != of {
            return Err(format!(
                "the weight is for {of} channels, and the input has {channels}"
            ));
        }
        let padded = [batch, channels, height + 2 * padding, width + 2 * padding];
        checked_len(&padded)?;
        let steps =
            |length: usize, kernel: usize| length.checked_sub(kernel).map(|steps| steps + 1);
        let (Some(height), Some(width)) = (steps(padded[2], rows), steps(padded[3], columns))
        else {
            return Err("the kernel is larger than the padded input".into());
        };
        let out = [batch, filters, height, width];
        let products = checked_len(&out)?.saturating_mul(channels * rows * columns);
        if products > MOST_PRODUCTS {
            return Err(format!(
                "a convolution here takes at most {MOST_PRODUCTS} products"
            ));
        }
        Ok(Self { padded, out })
    }
}

fn convolved(input: &Tensor, weight: &Tensor, padding: usize, sizes: &Sizes) -> ArrayD<f32> {
    let four = |tensor: &Tensor| {
        tensor
            .view()
            .into_dimensionality::<Ix4>()
            .map(|view| view.to_owned())
    };
    let (input, weight) = (four(input), four(weight));
    let (input, weight) = (input.expect("four axes"), weight.expect("four axes"));
    let (_, _, height, width) = input.dim();
    let mut frame = Array4::zeros(sizes.padded);
    let inner = (padding..padding + height, padding..padding + width);
    frame.slice_mut(s![.., .., inner.0, inner.1]).assign(&input);
    let [batch, filters, rows, columns] = sizes.out;
    let mut out = Array4::zeros(sizes.out);
    // In double precision: PyTorch's own order of sums is not fixed.
    let mut sum = Array2::<f64>::zeros([rows, columns]);
    for n in 0..batch {
        for o in 0..filters {
            sum.fill(0.0);
            for ((i, k, l), &factor) in weight.index_axis(ndarray::Axis(0), o).indexed_iter() {
                let window = frame.slice(s![n, i, k..k + rows, l..l + columns]);
                add(&mut sum, window, f64::from(factor));
            }
            out.slice_mut(s![n, o, .., ..])
                .assign(&sum.mapv(|value| value as f32));
        }
    }
    out.into_dyn()
}

fn add(sum: &mut Array2<f64>, window: ArrayView2<f32>, factor: f64) {
    Zip::from(sum)
        .and(window)
        .for_each(|sum, &x| *sum += f64::from(x) * factor);
}
