//! The values that the places of a kernel meet, as columns of a matrix.

use crate::lanes::add_four;

/// How a square kernel goes over images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Planes of an image
    pub channels: usize,
    /// Height and width of an image
    pub size: [usize; 2],
    /// Height and width of the kernel
    pub kernel: usize,
    /// From one place of it to the next
    pub stride: usize,
    /// Zeros on each side of an image
    pub padding: usize,
    /// Places of it, down and across
    pub out: [usize; 2],
}

impl Window {
    /// Rows of the matrix: one for each number of the kernel.
    pub fn depth(&self) -> usize {
        self.channels * self.kernel * self.kernel
    }

    /// Places of the kernel on an image.
    pub fn places(&self) -> usize {
        self.out[0] * self.out[1]
    }

    fn image(&self) -> usize {
        self.channels * self.size[0] * self.size[1]
    }

    /// Height and width of a part of a padded plane: see [`Columns`].
    fn part(&self) -> [usize; 2] {
        self.size
            .map(|length| (length + 2 * self.padding).div_ceil(self.stride))
    }

    fn padded(&self) -> usize {
        let [height, width] = self.part();
        self.channels * self.stride * self.stride * height * width
    }

    /// Calls `copy` for each run of numbers that lie side by side in the columns as in the padded image:
    /// where it begins in either. There are so many columns, of which those of the image begin at `first`.
    #[inline(always)]
    fn runs(&self, across: usize, first: usize, mut copy: impl FnMut(usize, usize)) {
        let ([height, width], [down, right]) = (self.part(), self.out);
        let (kernel, stride) = (self.kernel, self.stride);
        // A division takes as long as a run: there is one for each line of the kernel.
        for u in 0..kernel {
            let (part, row) = (u % stride * stride, u / stride * width);
            for v in 0..kernel {
                let begin = (part + v % stride) * height * width + row + v / stride;
                for c in 0..self.channels {
                    let to = ((c * kernel + u) * kernel + v) * across + first;
                    let from = c * stride * stride * height * width + begin;
                    for i in 0..down {
                        copy(to + i * right, from + i * width);
                    }
                }
            }
        }
    }

    /// Calls `copy` for each run of a row of the image whose numbers lie side by side in the padded one: where it begins
    /// in either, and how many there are; in the image they lie a stride apart.
    #[inline(always)]
    fn rows(&self, mut copy: impl FnMut(usize, usize, usize)) {
        let ([height, width], stride) = (self.part(), self.stride);
        for phase in 0..stride {
            let first = (phase + stride - self.padding % stride) % stride;
            let count = self.size[1].saturating_sub(first).div_ceil(stride);
            // Of a row that is shorter than the stride some parts have nothing, nor a place where it would begin.
            if count == 0 {
                continue;
            }
            let column = (first + self.padding) / stride;
            for y in 0..self.size[0] {
                let down = y + self.padding;
                let part = down % stride * stride + phase;
                let begin = (part * height + down / stride) * width + column;
                for c in 0..self.channels {
                    let from = (c * self.size[0] + y) * self.size[1] + first;
                    copy(from, c * stride * stride * height * width + begin, count);
                }
            }
        }
    }
}

/// Memory for an image with zeros around it, which a kernel meets without a look where it is.
///
/// With a stride s it lies in s² parts, one for each remainder of row and column: then all that one number of the kernel
/// meets on a row lies side by side.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    padded: Vec<f32>,
    /// The same for derivatives
    sums: Vec<f32>,
}

impl Columns {
    /// Lays images out as columns: (channel, row, column) of the kernel × (image, row, column) of its places.
    ///
    /// # Panics
    ///
    /// If there is not a number in `columns` for each.
    pub fn gather(&mut self, window: &Window, x: &[f32], columns: &mut [f32]) {
        let across = columns.len() / window.depth();
        if self.padded.len() != window.padded() {
            self.padded.clear();
            self.padded.resize(window.padded(), 0.0);
        }
        for (n, image) in x.chunks_exact(window.image()).enumerate() {
            let (padded, stride) = (&mut self.padded[..], window.stride);
            window.rows(|from, to, count| {
                let (into, from) = (&mut padded[to..to + count], &image[from..]);
                for (k, into) in into.iter_mut().enumerate() {
                    *into = from[k * stride];
                }
            });
            let first = n * window.places();
            // Copies of a length that is known take no call.
            match window.out[1] {
                4 => copy::<4>(window, [across, first], &self.padded, columns),
                7 => copy::<7>(window, [across, first], &self.padded, columns),
                8 => copy::<8>(window, [across, first], &self.padded, columns),
                _ => copy_any(window, [across, first], &self.padded, columns),
            }
        }
    }

    /// Writes of each number of the images the sum of where it was laid out to.
    ///
    /// # Panics
    ///
    /// If there is not a number in `columns` for each.
    pub fn scatter(&mut self, window: &Window, columns: &[f32], x: &mut [f32]) {
        let across = columns.len() / window.depth();
        self.sums.resize(window.padded(), 0.0);
        for (n, image) in x.chunks_exact_mut(window.image()).enumerate() {
            let (sums, stride) = (&mut self.sums[..], window.stride);
            sums.fill(0.0);
            let right = window.out[1];
            window.runs(across, n * window.places(), |from, to| {
                add_run(&mut sums[to..to + right], &columns[from..from + right]);
            });
            window.rows(|to, from, count| {
                let (into, from) = (&mut image[to..], &sums[from..from + count]);
                for (k, from) in from.iter().enumerate() {
                    into[k * stride] = *from;
                }
            });
        }
    }
}

#[inline(always)]
fn copy<const W: usize>(
    window: &Window,
    [across, first]: [usize; 2],
    from: &[f32],
    into: &mut [f32],
) {
    window.runs(across, first, |to, at| {
        let run: &[f32; W] = from[at..].first_chunk().expect("a run");
        *into[to..].first_chunk_mut().expect("a run") = *run;
    });
}

#[inline(never)]
fn copy_any(window: &Window, [across, first]: [usize; 2], from: &[f32], into: &mut [f32]) {
    let right = window.out[1];
    window.runs(across, first, |to, at| {
        into[to..to + right].copy_from_slice(&from[at..at + right]);
    });
}

#[inline(always)]
fn add_run(into: &mut [f32], values: &[f32]) {
    let (groups, rest) = into.as_chunks_mut();
    let (others, other) = values.as_chunks();
    for (into, values) in groups.iter_mut().zip(others) {
        add_four(into, values);
    }
    for (into, value) in rest.iter_mut().zip(other) {
        *into += value;
    }
}
