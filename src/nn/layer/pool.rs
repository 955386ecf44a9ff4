//! Height and width made smaller.

use super::{Call, Op, Passed};

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

    fn plane(&self) -> usize {
        self.height * self.width
    }

    /// The first place of each window, in the order of y.
    fn windows(&self) -> impl Iterator<Item = usize> + use<> {
        let ([rows, columns], [down, right]) = (self.out(), self.window);
        let width = self.width;
        (0..rows).flat_map(move |row| {
            (0..columns).map(move |column| row * down * width + column * right)
        })
    }

    /// The places of the window that begins at `first`.
    fn window(&self, first: usize) -> impl Iterator<Item = usize> + use<> {
        let ([down, right], width) = (self.window, self.width);
        (0..down).flat_map(move |row| (0..right).map(move |column| first + row * width + column))
    }

    fn largest(&mut self, x: &[f32], y: &mut [f32]) {
        self.places.clear();
        let [rows, columns] = self.out();
        for (x, y) in x
            .chunks_exact(self.plane())
            .zip(y.chunks_exact_mut(rows * columns))
        {
            for (y, first) in y.iter_mut().zip(self.windows()) {
                let mut largest = first;
                for place in self.window(first) {
                    // The first of equals; what is no number wins.
                    if x[place] > x[largest] || x[place].is_nan() {
                        largest = place;
                    }
                }
                *y = x[largest];
                self.places.push(largest as u32);
            }
        }
    }

    fn average(&self, x: &[f32], y: &mut [f32]) {
        let share = 1.0 / (self.window[0] * self.window[1]) as f32;
        let [rows, columns] = self.out();
        for (x, y) in x
            .chunks_exact(self.plane())
            .zip(y.chunks_exact_mut(rows * columns))
        {
            for (y, first) in y.iter_mut().zip(self.windows()) {
                *y = self.window(first).map(|place| x[place]).sum::<f32>() * share;
            }
        }
    }
}

impl Op for Pooling {
    fn forward(&mut self, _: &mut Call, _: &[f32], x: &[f32], y: &mut [f32]) {
        if self.takes_largest {
            self.largest(x, y);
        } else {
            self.average(x, y);
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
        grad_x.fill(0.0);
        let [rows, columns] = self.out();
        let out = rows * columns;
        let share = 1.0 / (self.window[0] * self.window[1]) as f32;
        let planes = grad_x
            .chunks_exact_mut(self.plane())
            .zip(grad_y.chunks_exact(out));
        for (plane, (grad_x, grad_y)) in planes.enumerate() {
            if self.takes_largest {
                let places = &self.places[plane * out..][..out];
                places
                    .iter()
                    .zip(grad_y)
                    .for_each(|(&place, grad)| grad_x[place as usize] += grad);
            } else {
                for (first, grad) in self.windows().zip(grad_y) {
                    self.window(first)
                        .for_each(|place| grad_x[place] = grad * share);
                }
            }
        }
    }
}
