//! Which axis of x each axis of a file is.

use super::Stored;
use crate::tensor::Source;
use crate::torch::ParseError;

/// Pixels from 0 to 1.
const FROM_BYTES: &str = "/255";

impl Stored {
    /// Its axes as those of x, in their order; a single one is the features of a sample.
    pub fn axes(&self) -> Vec<usize> {
        match self.shape.len() {
            1 => vec![1],
            rank => (0..rank).collect(),
        }
    }

    /// How many axes x has that is made of it: a row or a column of one axis has two.
    pub fn rank(&self) -> usize {
        self.shape.len().max(2)
    }

    /// x, of which axis `axes[k]` is axis k of the file; pixels become numbers from 0 to 1.
    ///
    /// # Errors
    ///
    /// If x cannot have that shape.
    pub fn source(&self, axes: &[usize]) -> Result<Source, ParseError> {
        let list = |numbers: &[usize]| {
            let texts: Vec<_> = numbers.iter().map(usize::to_string).collect();
            texts.join(",")
        };
        let mut text = self.to_string();
        let in_order = (0..axes.len()).collect::<Vec<_>>();
        if let ([length], [axis]) = (&self.shape[..], axes) {
            let mut shape = [1, 1];
            shape[*axis] = *length;
            text += &format!(".reshape({})", list(&shape));
        } else if axes != in_order {
            let from = |axis| axes.iter().position(|own| *own == axis).unwrap_or(axis);
            let order: Vec<_> = in_order.into_iter().map(from).collect();
            text += &format!(".permute({})", list(&order));
        }
        if self.is_images() {
            text += FROM_BYTES;
        }
        Source::parse(&text)
    }

    /// x as what a convolution makes of images: with so many random filters of 3 × 3, N × C × height × width.
    ///
    /// # Errors
    ///
    /// If these are no images, or x cannot have that shape.
    pub fn activations(&self, filters: usize) -> Result<Source, ParseError> {
        let text = format!("conv2d({self}{FROM_BYTES},randn({filters},3,3,3),padding=1)");
        Source::parse(&text)
    }

    /// How many filters the convolution has, if `source` is what one makes of these images, and no more.
    pub fn filters_in(&self, source: &Source) -> Option<usize> {
        let filters = *source.shape.get(1)?;
        let is_it = self.is_images() && self.activations(filters).as_ref() == Ok(source);
        is_it.then_some(filters)
    }

    /// Which axes of x those of the file are in `source`, if it is no more than this tensor with its axes in some order.
    pub fn axes_in(&self, source: &Source) -> Option<Vec<usize>> {
        let is_it = |axes: &Vec<usize>| self.source(axes).as_ref() == Ok(source);
        match self.shape.len() {
            1 => vec![vec![0], vec![1]],
            rank => orders(rank),
        }
        .into_iter()
        .find(is_it)
    }
}

/// All orders of so many axes, that in which they are first.
fn orders(rank: usize) -> Vec<Vec<usize>> {
    if rank == 0 {
        return vec![Vec::new()];
    }
    let with_last = |order: Vec<usize>| {
        (0..rank).rev().map(move |place| {
            let mut order = order.clone();
            order.insert(place, rank - 1);
            order
        })
    };
    orders(rank - 1).into_iter().flat_map(with_last).collect()
}
