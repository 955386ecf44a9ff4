//! Cells to be marked by hand.

use super::palette;
use crate::chart::plates::Plates;
use crate::scene::colour::css;
use crate::state::Settings;
use maud::{Markup, html};

/// More cells are too small to be marked with a pencil.
const MOST: usize = 1200;

/// All cells of x, flat and empty, but for the pinned one; `None` where they are too many, or nothing is pinned.
pub fn cells_to_mark(settings: &Settings) -> Option<Markup> {
    let at = settings.at.as_ref()?;
    let (shape, at) = flat(settings.shape(), at)?;
    let [n, c, h, w] = shape;
    if shape.iter().product::<usize>() > MOST {
        return None;
    }
    let plates = Plates::new(shape);
    let (width, height) = plates.size();
    let (x, y) = plates.corner(at);
    let [ink, line] = [palette().ink, palette().frame].map(css);
    let axes: Vec<String> = settings
        .axes()
        .iter()
        .zip(settings.shape())
        .map(|(axis, len)| format!("{} = {len}", axis.letter()))
        .collect();
    let plate = |k: usize| plates.corner([k / c, k % c, 0, 0]);
    // As large as there is room for, and not larger than a cell has to be.
    let cell_px = (600.0 / width as f64).min(18.0);
    html! {
        figure.marked {
            svg width=(cell_px * width as f64) viewBox=(format!("-0.1 -0.1 {}.2 {}.2", width, height)) {
                @for k in 0..n * c {
                    @let (left, top) = plate(k);
                    path d=(grid(left, top, h, w)) fill="none" stroke=(line) stroke-width="0.06" {}
                }
                rect x=(x) y=(y) width="1" height="1" fill=(ink) {}
            }
            figcaption { (axes.join(" · ")) }
        }
    }
    .into()
}

/// The same as plates, a row for each index of the first axis: a table is one plate.
fn flat(shape: &[usize], at: &[usize]) -> Option<([usize; 4], [usize; 4])> {
    Some(match (shape, at) {
        (&[n, c], &[i, j]) => ([1, 1, n, c], [0, 0, i, j]),
        (&[n, a, b], &[i, j, k]) => ([1, n, a, b], [0, i, j, k]),
        (&[n, c, h, w], &[i, j, k, l]) => ([n, c, h, w], [i, j, k, l]),
        _ => return None,
    })
}

/// The lines around and between the cells of a plate.
fn grid(left: usize, top: usize, height: usize, width: usize) -> String {
    let rows = (0..=height).map(|row| format!("M{left} {}h{width}", top + row));
    let columns = (0..=width).map(|column| format!("M{} {top}v{height}", left + column));
    rows.chain(columns).collect()
}
