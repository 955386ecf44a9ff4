//! Gradient descent, in numbers.

use super::{NOTHING, Sheet, read};
use crate::lab::descent::{Descent, MOST_STEPS, Steps, TOLERANCE};
use crate::lab::number::count;
use crate::state::words::{DescentLabel, SheetLabel, Words};

/// Beyond so many times the excess loss of the start descent is lost.
const LOST: f64 = 1e4;

/// A row for the start, for step 1, 2, 5, 10, 20, … until a thousandth of the excess loss is left, for that step,
/// and for the minimum. What lies beyond the steps that were taken one by one has no parameters.
pub fn descent(descent: &Descent, parameters: [&str; 3], words: &dyn Words) -> Sheet {
    let (bowl, rate) = (&descent.bowl, descent.setup.rate);
    let part = |step: u64| bowl.excess(rate, step) / bowl.excess(rate, 0);
    let row = |step: u64| {
        let taken = usize::try_from(step).ok();
        let taken = taken.and_then(|step| descent.walk.get(step));
        let theta = match taken {
            Some(step) => step.theta.map(read),
            None => [NOTHING; 3].map(str::to_owned),
        };
        let cells = theta.into_iter().chain([read(part(step))]);
        (count(step as usize), cells.collect())
    };
    let minimum = bowl.minimum().map(read).into_iter();
    let minimum = minimum.chain([read(0.0)]).collect();
    let minimum = (
        words.descent_label(DescentLabel::Minimum).to_owned(),
        minimum,
    );
    let heads = [words.descent_label(DescentLabel::Step)]
        .into_iter()
        .chain(parameters)
        .chain([words.sheet_label(SheetLabel::PartLeft)]);
    Sheet {
        caption: words.sheet_label(SheetLabel::Walk).to_owned(),
        heads: heads.map(str::to_owned).collect(),
        rows: told(descent, part)
            .into_iter()
            .map(row)
            .chain([minimum])
            .collect(),
    }
}

/// The steps that have a row.
fn told(descent: &Descent, part: impl Fn(u64) -> f64) -> Vec<u64> {
    let decades = (0..8).flat_map(|power| [1, 2, 5].map(|k| k * 10_u64.pow(power)));
    let within = std::iter::once(0).chain(decades.filter(|&step| step <= MOST_STEPS));
    let goes_on = |step: &u64| *step == 0 || (TOLERANCE..LOST).contains(&part(*step));
    let mut steps: Vec<u64> = within.take_while(goes_on).collect();
    if let Steps::Within(last) = descent.steps
        && steps.last() != Some(&last)
    {
        steps.push(last);
    }
    steps
}
