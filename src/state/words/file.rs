//! What is said of files of the reader's.

use crate::tensor::file::{Dtype, Layout};

/// A language's sentences about files.
pub trait FileWords {
    /// Whether a sentence is one of this language, and not one of the readers of files and code, which speak English.
    fn is_own(&self, _sentence: &str) -> bool {
        true
    }

    /// That a link shows what lies in a file, and the file is not here.
    fn missing_file(&self, name: &str) -> String {
        let [what, why] = self.missing_headline(name);
        format!("{what}. {why}")
    }

    /// The same as a headline, and the line below it.
    fn missing_headline(&self, name: &str) -> [String; 2];

    /// That a file does not hold what a link says.
    fn other_file(&self, name: &str) -> String;

    /// That the browser cannot read a file any more.
    fn unreadable_file(&self) -> &'static str;

    /// That several files were chosen which are not all images.
    fn several_files(&self) -> &'static str;

    /// That a file is no image.
    fn no_image(&self, name: &str) -> String;

    /// That two images differ in height and width.
    fn sizes_differ(&self, names: [&str; 2], sizes: [[usize; 2]; 2]) -> String;

    /// What the values of images are.
    fn pixels(&self) -> &'static str;

    /// What the channels of images are: colours, or what so many filters make of them.
    fn image_channels(&self, filters: Option<usize>) -> String;

    /// What so many filters make of images.
    fn activations(&self, filters: usize) -> String;

    /// Type and order of the values in a file.
    fn layout(&self, layout: &Layout) -> String;

    /// The heading above the tensors in a file.
    fn tensors_in(&self, name: &str) -> String;

    /// That so many tensors more are in a list.
    fn more_tensors(&self, more: usize) -> String;

    /// The name of an axis in a file, counted from 0.
    fn file_axis(&self, axis: usize, length: usize) -> String;

    /// Which axes a file has, by the letters of x, and how x has them.
    fn file_axes(&self, letters: &str, shape: &[usize], axes: &[usize], x: &[usize]) -> String;
}

/// Whether each value of the type is a float32.
pub(super) fn is_exact(dtype: Dtype) -> bool {
    !matches!(
        dtype,
        Dtype::Int32 | Dtype::Int64 | Dtype::UInt32 | Dtype::UInt64 | Dtype::Float64 | Dtype::Text
    )
}

/// “8 × 3 × 5 × 6”.
pub(super) fn product<T: ToString>(lengths: &[T]) -> String {
    let lengths: Vec<_> = lengths.iter().map(T::to_string).collect();
    lengths.join(" × ")
}
