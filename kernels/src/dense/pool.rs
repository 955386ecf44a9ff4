//! Planes made smaller: what becomes of each k×l values, of those that fill a window.

use super::row_sum;

/// Height and width of a plane, and of a window in it.
type Sizes = [[usize; 2]; 2];

fn out([size, window]: Sizes) -> [usize; 2] {
    [size[0] / window[0], size[1] / window[1]]
}

fn len(sizes: Sizes) -> [usize; 2] {
    [sizes[0], out(sizes)].map(|[height, width]| height * width)
}

/// The first place of each window.
fn windows(sizes: Sizes) -> impl Iterator<Item = usize> {
    let ([rows, columns], [[_, width], [down, right]]) = (out(sizes), sizes);
    (0..rows)
        .flat_map(move |row| (0..columns).map(move |column| row * down * width + column * right))
}

/// The rows of the window that begins at `first`.
fn rows([[_, width], [down, right]]: Sizes, first: usize) -> impl Iterator<Item = [usize; 2]> {
    (0..down).map(move |row| [first + row * width, first + row * width + right])
}

/// Writes the largest value of each window, and where in its plane it stands: the first of equals, and what is no number
/// before all others.
pub fn largest(sizes: Sizes, x: &[f32], y: &mut [f32], places: &mut [u32]) {
    let [plane, out] = len(sizes);
    let of_planes = y.chunks_exact_mut(out).zip(places.chunks_exact_mut(out));
    for (x, (y, places)) in x.chunks_exact(plane).zip(of_planes) {
        for ((y, place), first) in y.iter_mut().zip(places).zip(windows(sizes)) {
            let (mut value, mut at) = (x[first], first);
            for [start, end] in rows(sizes, first) {
                for (place, &x) in (start..end).zip(&x[start..end]) {
                    if x > value || x.is_nan() {
                        (value, at) = (x, place);
                    }
                }
            }
            (*y, *place) = (value, at as u32);
        }
    }
}

/// Writes ∂L/∂x of [`largest`].
pub fn largest_back(sizes: Sizes, places: &[u32], grad_y: &[f32], grad_x: &mut [f32]) {
    let [plane, out] = len(sizes);
    grad_x.fill(0.0);
    let of_planes = grad_y.chunks_exact(out).zip(places.chunks_exact(out));
    for (grad_x, (grad_y, places)) in grad_x.chunks_exact_mut(plane).zip(of_planes) {
        for (&place, grad) in places.iter().zip(grad_y) {
            grad_x[place as usize] += grad;
        }
    }
}

fn share([_, window]: Sizes) -> f32 {
    1.0 / (window[0] * window[1]) as f32
}

/// Writes the mean of each window.
pub fn average(sizes: Sizes, x: &[f32], y: &mut [f32]) {
    let ([plane, out], share) = (len(sizes), share(sizes));
    if out == 1 && sizes[0] == sizes[1] {
        let planes = x.chunks_exact(plane).zip(y);
        return planes.for_each(|(x, y)| *y = row_sum(x) * share);
    }
    for (x, y) in x.chunks_exact(plane).zip(y.chunks_exact_mut(out)) {
        for (y, first) in y.iter_mut().zip(windows(sizes)) {
            let rows = rows(sizes, first).map(|[start, end]| x[start..end].iter().sum::<f32>());
            *y = rows.sum::<f32>() * share;
        }
    }
}

/// Writes ∂L/∂x of [`average`].
pub fn average_back(sizes: Sizes, grad_y: &[f32], grad_x: &mut [f32]) {
    let ([plane, out], share) = (len(sizes), share(sizes));
    // What fills no window had no part in a mean.
    grad_x.fill(0.0);
    for (grad_x, grad_y) in grad_x.chunks_exact_mut(plane).zip(grad_y.chunks_exact(out)) {
        for (grad, first) in grad_y.iter().zip(windows(sizes)) {
            rows(sizes, first).for_each(|[start, end]| grad_x[start..end].fill(grad * share));
        }
    }
}
