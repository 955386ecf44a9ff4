//! Sentences about files of the reader's.

use super::English;
use crate::state::words::FileWords;
use crate::state::words::file::{is_exact, product};
use crate::tensor::file::Layout;

impl FileWords for English {
    fn missing_headline(&self, name: &str) -> [String; 2] {
        let what = format!("This link shows {name}");
        let why = "Its values are not in the link: files stay on the computer they are on. Open it to see the figure";
        [what, why.to_owned()]
    }

    fn other_file(&self, name: &str) -> String {
        format!("{name} does not hold what the link says: another tensor, or one of another shape")
    }

    fn unreadable_file(&self) -> &'static str {
        "the browser cannot read it any more, for it was changed or moved; open it again"
    }

    fn several_files(&self) -> &'static str {
        "Several files are opened together where all are images; open one of these"
    }

    fn no_image(&self, name: &str) -> String {
        format!("The browser finds no image in {name}")
    }

    fn sizes_differ(&self, names: [&str; 2], sizes: [[usize; 2]; 2]) -> String {
        let [first, other] = sizes.map(|[height, width]| format!("{height}×{width}"));
        format!(
            "Images of one tensor have one size: {} has {first} pixels, {} has {other}",
            names[0], names[1]
        )
    }

    fn pixels(&self) -> &'static str {
        "red, green and blue from 0 to 1; what is transparent lies on black"
    }

    fn image_channels(&self, filters: Option<usize>) -> String {
        match filters {
            None => "red, green, blue".to_owned(),
            Some(filters) => format!("{filters}, convolved"),
        }
    }

    fn activations(&self, filters: usize) -> String {
        format!(
            "Each channel is what a filter of 3 × 3 makes of the image; the {filters} filters are random, drawn with the seed"
        )
    }

    fn layout(&self, layout: &Layout) -> String {
        let mut parts = vec![layout.dtype.name()];
        if layout.is_big_endian {
            parts.push("big-endian");
        }
        if layout.is_fortran {
            parts.push("Fortran order");
        }
        if !is_exact(layout.dtype) {
            parts.push("rounded to float32");
        }
        parts.join(", ")
    }

    fn tensors_in(&self, name: &str) -> String {
        format!("In {name}")
    }

    fn more_tensors(&self, more: usize) -> String {
        format!("and {more} more: find them by name")
    }

    fn file_axis(&self, axis: usize, length: usize) -> String {
        format!("Axis {axis} of the file, of length {length}")
    }

    /// “In the file N × H × W × C = 8 × 5 × 6 × 3; x is N × C × H × W = 8 × 3 × 5 × 6, the order of PyTorch's layers”.
    fn file_axes(&self, letters: &str, shape: &[usize], axes: &[usize], x: &[usize]) -> String {
        let letters: Vec<char> = letters.chars().collect();
        let letter = |axis: &usize| letters.get(*axis).copied().unwrap_or('?');
        let own: Vec<_> = axes.iter().map(letter).collect();
        let x = format!("{} = {}", product(&letters), product(x));
        if own == letters {
            return format!("Taken as {x}");
        }
        let own = format!("{} = {}", product(&own), product(shape));
        format!("In the file {own}; x is {x}, the order of PyTorch's layers")
    }
}
