//! Images of handwritten digits; `assets/digits.md` names their source and licence.

use ndarray::ArrayD;
use std::sync::OnceLock;

use crate::torch::program::Value;

/// Images there are.
pub const COUNT: usize = 1797;

/// Height and width of an image.
pub(super) const SIDE: usize = 8;

/// One byte per pixel, 0 to 16, image after image, and then one byte per image, the digit: as [`take_digits`] was given them.
static TAKEN: OnceLock<Vec<u8>> = OnceLock::new();

/// Natively the images are part of the program.
#[cfg(not(target_arch = "wasm32"))]
fn bytes() -> Option<&'static [u8]> {
    Some(
        TAKEN
            .get()
            .map_or(include_bytes!("../../assets/digits.bin"), |taken| taken),
    )
}

/// In the browser they are loaded when a recipe first asks for them.
#[cfg(target_arch = "wasm32")]
fn bytes() -> Option<&'static [u8]> {
    TAKEN.get().map(Vec::as_slice)
}

/// Whether the images are here.
pub fn has_digits() -> bool {
    bytes().is_some()
}

/// Pixels of all images.
const PIXELS: usize = COUNT * SIDE * SIDE;

/// The images and which digit each of them is; `None` if they are not here.
pub fn labelled_digits() -> Option<(&'static [u8], &'static [u8])> {
    bytes().map(|bytes| bytes.split_at(PIXELS))
}

/// Takes the content of `assets/digits.bin`; gives whether its length is right.
pub fn take_digits(bytes: Vec<u8>) -> bool {
    bytes.len() == PIXELS + COUNT && TAKEN.set(bytes).is_ok()
}

/// `sklearn.datasets.load_digits()`, as far as it is used: its `images`.
///
/// # Panics
///
/// If the images are not here.
pub(super) fn load_digits() -> Value {
    let (pixels, _) =
        labelled_digits().expect("images are here before a recipe is drawn that asks for them");
    let pixels = pixels.iter().map(|pixel| f32::from(*pixel)).collect();
    let images = ArrayD::from_shape_vec(vec![COUNT, SIDE, SIDE], pixels);
    let images = images.expect("the array's length is that of the shape");
    Value::Record(vec![("images", Value::Tensor(images.into()))])
}
