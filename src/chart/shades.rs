//! The colours of plates: which values decide a y, and the values themselves.

use super::plates::Plates;
use crate::lab::family::{Family, Member, Outcome};
use crate::scene::colour::{LIMIT, Palette};

/// How strongly a value moves y, in steps that can be told apart; none is a step too.
const STEPS: usize = 5;

/// Shades of the scale of values.
const SHADES: usize = 33;

/// What does not decide, after all shades.
const GHOST: usize = SHADES;

/// What is no number.
const NAN: usize = SHADES + 1;

/// One path for each step of how strongly values of x decide the y that is asked about: none first, then from weak to strong.
pub fn deciding(family: &Family, outcome: &Outcome) -> Vec<String> {
    let largest = largest_other(family, outcome);
    let step = |at: [usize; 4]| match outcome.moves[at] {
        true => step(outcome.slopes[at].abs() / largest),
        false => 0,
    };
    Plates::new(family.shape()).paths(STEPS, step)
}

/// The paths of x with what decides in the colours of its values, or of y in those of its own, each with its fill.
pub fn valued(
    family: &Family,
    member: Member,
    is_of_y: bool,
    palette: &Palette,
) -> Vec<(String, String)> {
    let outcome = family.of(member).as_ref().ok();
    let kind = |at: [usize; 4]| match outcome {
        Some(outcome) if is_of_y => shade(outcome.y[at]),
        Some(outcome) if outcome.moves[at] => shade(f64::from(family.x[at])),
        _ => GHOST,
    };
    let paths = Plates::new(family.shape()).paths(NAN + 1, kind);
    let paths = paths.into_iter().enumerate();
    let paths = paths.filter(|(_, path)| !path.is_empty());
    paths
        .map(|(shade, path)| (fill(palette, shade), path))
        .collect()
}

/// The strongest influence beside that of the value itself; of none, its own.
fn largest_other(family: &Family, outcome: &Outcome) -> f64 {
    let others = outcome.slopes.indexed_iter();
    let others = others.filter(|((n, c, h, w), _)| [*n, *c, *h, *w] != family.at);
    let largest = others.fold(0.0_f64, |largest, (_, slope)| largest.max(slope.abs()));
    match largest > 0.0 {
        true => largest,
        false => outcome.slopes[family.at].abs(),
    }
}

/// Of what moves y, from 1 to the last; roots, so that weak ones are told apart too.
fn step(share: f64) -> usize {
    // Where no slope is other than zero, the share is 0/0, and as large as it can be: `min` takes NaN for 1.
    let root = share.min(1.0).sqrt();
    1 + ((STEPS - 1) as f64 * root).min((STEPS - 2) as f64) as usize
}

/// The number of a value's shade; the middle one is zero.
fn shade(value: f64) -> usize {
    if value.is_nan() {
        return NAN;
    }
    let share = (value / LIMIT).clamp(-1.0, 1.0);
    ((share + 1.0) / 2.0 * (SHADES - 1) as f64).round() as usize
}

fn fill(palette: &Palette, shade: usize) -> String {
    let [r, g, b] = match shade {
        GHOST => palette.ghost[0],
        NAN => palette.hatch[1],
        shade => {
            let share = 2.0 * shade as f64 / (SHADES - 1) as f64 - 1.0;
            palette.value(share, 1.0)
        }
    };
    format!("rgb({r},{g},{b})")
}
