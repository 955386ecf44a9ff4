//! The convolution that turns pictures into channels.

use ndarray::{Array4, ArrayD, Axis, Ix4, s};

use super::operations::checked_len;
use super::value::Tensor;

/// The convolution of a neural network (no kernel is flipped), with stride 1:
///
/// ```text
/// y[n, o, h, w] = Σ_{i, k, l} x[n, i, h + k − p, w + l − p] · weight[o, i, k, l]
/// ```
pub(super) fn conv2d(
    input: &Tensor,
    weight: &Tensor,
    padding: usize,
) -> Result<ArrayD<f32>, String> {
    let four = |tensor: &Tensor| tensor.clone().into_dimensionality::<Ix4>();
    let (Ok(input), Ok(weight)) = (four(input), four(weight)) else {
        return Err("F.conv2d takes tensors with four axes".into());
    };
    let (batch, channels, height, width) = input.dim();
    let (filters, of, rows, columns) = weight.dim();
    let fits = |length: usize, kernel: usize| {
        (length + 2 * padding)
            .checked_sub(kernel)
            .map(|steps| steps + 1)
    };
    let (Some(out_height), Some(out_width)) = (fits(height, rows), fits(width, columns)) else {
        return Err("the kernel is larger than the padded input".into());
    };
    if channels != of {
        return Err(format!(
            "the weight is for {of} channels, and the input has {channels}"
        ));
    }
    let padded = [batch, channels, height + 2 * padding, width + 2 * padding];
    checked_len(&padded)?;
    let shape = [batch, filters, out_height, out_width];
    checked_len(&shape)?;
    let mut frame = Array4::zeros(padded);
    let inner = (padding..padding + height, padding..padding + width);
    frame.slice_mut(s![.., .., inner.0, inner.1]).assign(&input);
    let kernel = weight.shape();
    let value = |(n, o, h, w)| {
        let window = frame.slice(s![n, .., h..h + kernel[2], w..w + kernel[3]]);
        let filter = weight.index_axis(Axis(0), o);
        // The sum of float32 products in double precision: PyTorch's own order is not fixed.
        let products = window
            .iter()
            .zip(filter.iter())
            .map(|(a, b)| f64::from(*a) * f64::from(*b));
        products.sum::<f64>() as f32
    };
    Ok(Array4::from_shape_fn(shape, value).into_dyn())
}
