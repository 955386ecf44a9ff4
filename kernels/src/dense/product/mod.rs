//! Products of matrices, in tiles of a few rows and as many columns as there are lanes.

use crate::lanes::{Kernel, Lanes, Run, total};
use std::array::from_fn;

/// Rows of a tile: with its lanes as many registers as leave room for what is multiplied.
const ROWS: usize = if cfg!(target_arch = "wasm32") { 4 } else { 8 };

/// Products that are summed before their sum goes into a total, which then takes on fewer roundings.
const BLOCK: usize = 16;

/// Rows and columns of a tile of sums along rows.
const DOTS: [usize; 2] = if cfg!(target_arch = "wasm32") {
    [2, 2]
} else {
    [2, 4]
};

/// The matrix on the left of a product.
#[derive(Clone, Copy, Debug)]
pub enum Left<'a> {
    /// As it lies
    Straight(&'a [f32]),
    /// Rows and columns exchanged
    Transposed(&'a [f32]),
}

/// The matrix on the left of a product, laid out for tiles: [`ROWS`] rows side by side, column after column.
/// Its memory is kept from one matrix to the next.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    values: Vec<f32>,
    rows: usize,
    columns: usize,
    /// What is left of the matrix on the right beyond whole tiles
    edge: Vec<f32>,
}

impl Packed {
    /// Lays out a matrix of so many rows and columns.
    ///
    /// # Panics
    ///
    /// If there are fewer values.
    pub fn pack(&mut self, left: Left, [rows, columns]: [usize; 2]) {
        (self.rows, self.columns) = (rows, columns);
        self.values
            .resize(rows.div_ceil(ROWS) * columns * ROWS, 0.0);
        let blocks = self.values.chunks_exact_mut((columns * ROWS).max(1));
        for (block, into) in blocks.enumerate() {
            let first = block * ROWS;
            let (into, count) = (into.as_chunks_mut().0, ROWS.min(rows - first));
            match left {
                Left::Straight(values) => straight(&values[first * columns..], count, into),
                Left::Transposed(values) => transposed(&values[first..], rows, count, into),
            }
        }
    }
}

/// Lays out `count` rows, as long as `into`.
fn straight(values: &[f32], count: usize, into: &mut [[f32; ROWS]]) {
    let len = into.len();
    // Rows that are not there are never looked at; any other is as good.
    let rows: [&[f32]; ROWS] = from_fn(|row| &values[row.min(count - 1) * len..][..len]);
    for (k, into) in into.iter_mut().enumerate() {
        *into = from_fn(|row| rows[row][k]);
    }
}

/// Lays out the first `count` of columns.
fn transposed(values: &[f32], stride: usize, count: usize, into: &mut [[f32; ROWS]]) {
    let rows = into.iter_mut().zip(values.chunks(stride));
    match count {
        ROWS => rows.for_each(|(into, row)| *into = *row.first_chunk().expect("a tile")),
        _ => rows.for_each(|(into, row)| into[..count].copy_from_slice(&row[..count])),
    }
}

/// Writes a matrix with rows and columns exchanged.
pub fn transpose(from: &[f32], [rows, columns]: [usize; 2], into: &mut [f32]) {
    for first in (0..rows).step_by(ROWS) {
        let count = ROWS.min(rows - first);
        let of: [&[f32]; ROWS] =
            from_fn(|row| &from[(first + row.min(count - 1)) * columns..][..columns]);
        for (k, into) in into.chunks_mut(rows).take(columns).enumerate() {
            let values: [f32; ROWS] = from_fn(|row| of[row][k]);
            match into[first..].first_chunk_mut() {
                Some(into) => *into = values,
                None => into[first..].copy_from_slice(&values[..count]),
            }
        }
    }
}

/// c ← c + a·b, with b and c of so many columns.
///
/// # Panics
///
/// If the lengths do not fit.
pub fn add_product(a: &mut Packed, b: &[f32], columns: usize, c: &mut [f32]) {
    Product::<true>::new(a, b, columns, c).compute();
}

/// c ← a·b
///
/// # Panics
///
/// If the lengths do not fit.
pub fn product(a: &mut Packed, b: &[f32], columns: usize, c: &mut [f32]) {
    Product::<false>::new(a, b, columns, c).compute();
}

/// `IS_ADDED` to what stands in c.
struct Product<'a, const IS_ADDED: bool> {
    a: &'a mut Packed,
    b: &'a [f32],
    columns: usize,
    c: &'a mut [f32],
}

impl<const IS_ADDED: bool> Kernel<f32> for Product<'_, IS_ADDED> {
    const IS_CROWDED: bool = true;

    #[inline(always)]
    fn run<G: Lanes<f32, L>, const L: usize>(mut self) {
        let whole = self.columns / L * L;
        for column in (0..whole).step_by(L) {
            self.panel::<G, L>(column);
        }
        if whole < self.columns {
            self.edge::<G, L>(whole);
        }
    }
}

impl<'a, const IS_ADDED: bool> Product<'a, IS_ADDED> {
    fn new(a: &'a mut Packed, b: &'a [f32], columns: usize, c: &'a mut [f32]) -> Self {
        assert_eq!(b.len(), a.columns * columns, "a row for each column of a");
        assert_eq!(c.len(), a.rows * columns, "a row for each row of a");
        Self { a, b, columns, c }
    }

    fn compute(self) {
        // Without columns a is nothing to go through.
        match (self.a.columns, IS_ADDED) {
            (0, true) => {}
            (0, false) => self.c.fill(0.0),
            _ => f32::run(self),
        }
    }

    /// The columns of c from `column` on, one for each lane.
    #[inline(always)]
    fn panel<G: Lanes<f32, L>, const L: usize>(&mut self, column: usize) {
        let columns = self.columns;
        let blocks = self.a.values.chunks_exact(self.a.columns * ROWS);
        for (a, c) in blocks.zip(self.c.chunks_mut(ROWS * columns)) {
            let mut sums = [G::splat(0.0); ROWS];
            if IS_ADDED {
                for (sum, row) in sums.iter_mut().zip(c.chunks_exact(columns)) {
                    *sum = G::load(row[column..].first_chunk().expect("a whole group"));
                }
            }
            let sums = tile(a.as_chunks().0, &self.b[column..], columns, sums);
            for (sum, row) in sums.into_iter().zip(c.chunks_exact_mut(columns)) {
                sum.store(row[column..].first_chunk_mut().expect("a whole group"));
            }
        }
    }

    /// The last columns, which are fewer than lanes.
    #[inline(always)]
    fn edge<G: Lanes<f32, L>, const L: usize>(&mut self, first: usize) {
        let (columns, count) = (self.columns, self.columns - first);
        let edge = &mut self.a.edge;
        edge.clear();
        edge.resize(self.a.columns * L, 0.0);
        for (into, row) in edge.chunks_exact_mut(L).zip(self.b.chunks_exact(columns)) {
            into.iter_mut()
                .zip(&row[first..])
                .for_each(|(into, value)| *into = *value);
        }
        let blocks = self.a.values.chunks_exact(self.a.columns * ROWS);
        for (a, c) in blocks.zip(self.c.chunks_mut(ROWS * columns)) {
            let mut lanes = [[0.0; L]; ROWS];
            if IS_ADDED {
                for (lanes, row) in lanes.iter_mut().zip(c.chunks_exact(columns)) {
                    lanes[..count].copy_from_slice(&row[first..]);
                }
            }
            let sums = tile(a.as_chunks().0, edge, L, lanes.map(|row| G::load(&row)));
            for (sum, row) in sums.into_iter().zip(c.chunks_exact_mut(columns)) {
                let mut lanes = [0.0; L];
                sum.store(&mut lanes);
                row[first..].copy_from_slice(&lanes[..count]);
            }
        }
    }
}

/// Adds the product of some rows of a and the first columns of b.
#[inline(always)]
fn tile<G: Lanes<f32, L>, const L: usize>(
    a: &[[f32; ROWS]],
    b: &[f32],
    stride: usize,
    mut sums: [G; ROWS],
) -> [G; ROWS] {
    for (a, b) in a.chunks(BLOCK).zip(b.chunks(BLOCK * stride)) {
        let mut some = [G::splat(0.0); ROWS];
        for (a, row) in a.iter().zip(b.chunks(stride)) {
            let row = G::load(row.first_chunk().expect("a whole group"));
            for (sum, a) in some.iter_mut().zip(a) {
                *sum = sum.plus(G::splat(*a).times(row));
            }
        }
        for (sum, some) in sums.iter_mut().zip(some) {
            *sum = sum.plus(some);
        }
    }
    sums
}

/// c ← c + a·bᵀ, where the rows of a and b are of one length: for long rows.
///
/// # Panics
///
/// If the lengths do not fit.
pub fn add_product_transposed([a, b]: [&[f32]; 2], len: usize, c: &mut [f32]) {
    let [rows, columns] = [a, b].map(|matrix| matrix.len() / len);
    assert_eq!(c.len(), rows * columns, "a number for each two rows");
    f32::run(Dots { a, b, len, c });
}

struct Dots<'a> {
    a: &'a [f32],
    b: &'a [f32],
    len: usize,
    c: &'a mut [f32],
}

impl Kernel<f32> for Dots<'_> {
    const IS_CROWDED: bool = true;

    #[inline(always)]
    fn run<G: Lanes<f32, L>, const L: usize>(mut self) {
        let [rows, columns] = [self.a, self.b].map(|matrix| matrix.len() / self.len);
        for i in (0..rows).step_by(DOTS[0]) {
            for j in (0..columns).step_by(DOTS[1]) {
                let counts = [DOTS[0].min(rows - i), DOTS[1].min(columns - j)];
                if counts == DOTS {
                    self.dots::<G, L, { DOTS[0] }, { DOTS[1] }>(i, j, columns);
                    continue;
                }
                for i in i..i + counts[0] {
                    for j in j..j + counts[1] {
                        self.dots::<G, L, 1, 1>(i, j, columns);
                    }
                }
            }
        }
    }
}

impl Dots<'_> {
    /// The sums along P rows of a and Q of b.
    #[inline(always)]
    fn dots<G: Lanes<f32, L>, const L: usize, const P: usize, const Q: usize>(
        &mut self,
        i: usize,
        j: usize,
        columns: usize,
    ) {
        let len = self.len;
        let row = |of: &'_ [f32], k: usize| -> [usize; 2] {
            debug_assert!((k + 1) * len <= of.len());
            [k * len, (k + 1) * len]
        };
        let a: [&[f32]; P] = from_fn(|p| {
            let [start, end] = row(self.a, i + p);
            &self.a[start..end]
        });
        let b: [&[f32]; Q] = from_fn(|q| {
            let [start, end] = row(self.b, j + q);
            &self.b[start..end]
        });
        let count = len / L;
        let groups = a.map(|row| &row.as_chunks::<L>().0[..count]);
        let others = b.map(|row| &row.as_chunks::<L>().0[..count]);
        let mut sums = [[G::splat(0.0); Q]; P];
        for k in 0..count {
            let other: [G; Q] = others.map(|row| G::load(&row[k]));
            for (sums, row) in sums.iter_mut().zip(groups) {
                let own = G::load(&row[k]);
                for (sum, other) in sums.iter_mut().zip(other) {
                    *sum = sum.plus(own.times(other));
                }
            }
        }
        for (p, sums) in sums.into_iter().enumerate() {
            for (q, sum) in sums.into_iter().enumerate() {
                let mut totals = [0.0; 4];
                sum.total(&mut totals);
                let rest = a[p][count * L..].iter().zip(&b[q][count * L..]);
                let rest: f32 = rest.map(|(a, b)| a * b).sum();
                let sum = total(&[totals, totals])[0] as f32 + rest;
                self.c[(i + p) * columns + j + q] += sum;
            }
        }
    }
}

#[cfg(test)]
mod tests;
