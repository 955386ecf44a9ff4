//! Height and width made smaller.

use super::{Call, Op, Passed};
use kernels::dense;

/// How.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pool {
    /// `nn.MaxPool2d(k)`: the largest of each k×k values
    Max(usize),
    /// `nn.AvgPool2d(k)`: the mean of each k×k values
    Average(usize),
    /// `nn.AdaptiveAvgPool2d(1)`: the mean of each channel
    Mean,
}

/// The layer, of a plane for each sample and channel. Rows and columns that fill no window are left out.
#[derive(Clone, Debug)]
pub struct Pooling {
    takes_largest: bool,
    height: usize,
    width: usize,
    /// Height and width of a window
    window: [usize; 2],
    /// Where in its plane the largest value of each window stood
    places: Vec<u32>,
}

impl Pooling {
    pub fn new(pool: Pool, [height, width]: [usize; 2]) -> Self {
        let (takes_largest, window) = match pool {
            Pool::Max(side) => (true, [side, side]),
            Pool::Average(side) => (false, [side, side]),
            Pool::Mean => (false, [height, width]),
        };
        Self {
            takes_largest,
            height,
            width,
            window,
            places: Vec::new(),
        }
    }

    /// Height and width of what comes out.
    pub fn out(&self) -> [usize; 2] {
        [self.height / self.window[0], self.width / self.window[1]]
    }

    /// Height and width of a plane, and of a window.
    fn sizes(&self) -> [[usize; 2]; 2] {
        [[self.height, self.width], self.window]
    }
}

impl Op for Pooling {
    fn forward(&mut self, _: &mut Call, _: &[f32], x: &[f32], y: &mut [f32]) {
        if self.takes_largest {
            self.places.resize(y.len(), 0);
            dense::largest(self.sizes(), x, y, &mut self.places);
        } else {
            dense::average(self.sizes(), x, y);
        }
    }

    fn backward(
        &mut self,
        _: &[f32],
        _: Passed,
        grad_y: &[f32],
        grad_x: Option<&mut [f32]>,
        _: &mut [f32],
    ) {
        let Some(grad_x) = grad_x else { return };
        if self.takes_largest {
            dense::largest_back(self.sizes(), &self.places, grad_y, grad_x);
        } else {
            dense::average_back(self.sizes(), grad_y, grad_x);
        }
    }
}
