//! The convolution that turns pictures into channels.

use ndarray::{Array2, Array4, ArrayD, ArrayView2, ArrayView4, Axis, Ix4, Zip, s};

use super::given::Given;
use super::operations::checked_len;
use super::outline::Outline;
use super::value::{Tensor, Value};

/// What it takes to begin a row of windows, in products.
const START: usize = 256;

/// Lengths of a convolution's axes.
struct Sizes {
    /// Those of the input between its margins of zeros
    padded: [usize; 4],
    /// Those of what comes out
    out: [usize; 4],
    /// Products of two numbers for each value that comes out
    products: usize,
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
                convolved(&four(input), &four(weight), padding, &sizes).into(),
            ))
        }
        [Value::Outline(input), Value::Outline(weight)] => {
            if input.is_whole || weight.is_whole {
                return Err("conv2d takes tensors of float32".into());
            }
            let sizes = Sizes::new(&input.shape, &weight.shape, padding)?;
            let outline = Outline::new(sizes.out.to_vec(), false)?;
            let work = sizes.work();
            Ok(Value::Outline(Outline { work, ..outline }))
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
        if [input, weight].concat().contains(&0) {
            return Err("conv2d takes tensors without an empty axis here".into());
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
        checked_len(&out)?;
        Ok(Self {
            padded,
            out,
            products: channels * rows * columns,
        })
    }

    /// How many products it takes, as long as each row of windows is not short.
    fn work(&self) -> usize {
        let [batch, filters, height, width] = self.out;
        let planes = batch * filters;
        let products = planes.saturating_mul(height * (width + START));
        products.saturating_mul(self.products)
    }
}

fn four(tensor: &Tensor) -> ArrayView4<'_, f32> {
    let view = tensor.view().into_dimensionality::<Ix4>();
    view.expect("four axes")
}

fn convolved(
    input: &ArrayView4<f32>,
    weight: &ArrayView4<f32>,
    padding: usize,
    sizes: &Sizes,
) -> ArrayD<f32> {
    let (_, _, height, width) = input.dim();
    let mut frame = Array4::zeros(sizes.padded);
    let inner = (padding..padding + height, padding..padding + width);
    frame.slice_mut(s![.., .., inner.0, inner.1]).assign(input);
    let [batch, filters, rows, columns] = sizes.out;
    let mut out = Array4::zeros(sizes.out);
    // In double precision: PyTorch's own order of sums is not fixed.
    let mut sum = Array2::<f64>::zeros([rows, columns]);
    for n in 0..batch {
        for o in 0..filters {
            sum.fill(0.0);
            for ((i, k, l), &factor) in weight.index_axis(Axis(0), o).indexed_iter() {
                let window = frame.slice(s![n, i, k..k + rows, l..l + columns]);
                add(&mut sum, window, f64::from(factor));
            }
            let values = sum.mapv(|value| value as f32);
            out.slice_mut(s![n, o, .., ..]).assign(&values);
        }
    }
    out.into_dyn()
}

fn add(sum: &mut Array2<f64>, window: ArrayView2<f32>, factor: f64) {
    Zip::from(sum)
        .and(window)
        .for_each(|sum, &x| *sum += f64::from(x) * factor);
}
