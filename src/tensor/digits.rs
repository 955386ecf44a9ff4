//! Images of handwritten digits; `assets/digits.md` names their source and licence.

use ndarray::ArrayD;

use crate::torch::program::Value;

/// Images there are.
pub(super) const COUNT: usize = 1797;

/// Height and width of an image.
pub(super) const SIDE: usize = 8;

/// One byte per pixel, 0 to 16, image after image.
static PIXELS: &[u8; COUNT * SIDE * SIDE] = include_bytes!("../../assets/digits.bin");

/// `sklearn.datasets.load_digits()`, as far as it is used: its `images`.
pub(super) fn load_digits() -> Value {
    let pixels = PIXELS.iter().map(|pixel| f32::from(*pixel)).collect();
    let images = ArrayD::from_shape_vec(vec![COUNT, SIDE, SIDE], pixels);
    let images = images.expect("the array's length is that of the shape");
    Value::Record(vec![("images", Value::Tensor(images.into()))])
}
