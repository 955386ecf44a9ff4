//! The tables of the page: rows of names and numbers.

use super::words::{DescentLabel, FirstWords, Label, Words};
use crate::lab::descent::Descent;
use crate::lab::explore::Explore;
use crate::lab::number::{COMPARED, significant};
use crate::lab::region::flat_of;
use crate::norm::{Call, Source, Statistic};

/// What stands where nothing is pinned.
const NOTHING: &str = "—";

/// One row: its header, the id of the formula's symbol that it belongs to, its value.
pub type Row = (Label, &'static str, String);

/// The header of a row.
pub fn header<W: FirstWords + ?Sized>(words: &W, name: Label, term: &str) -> &'static str {
    match term {
        "x" => "x",
        "xhat" => "x̂",
        "y" => "y",
        _ => words.label(name),
    }
}

/// The table of the selected set: the rows for the pinned element, or dashes.
///
/// It has the layer's x, x̂ and y whatever the stage is. `part_of_all` says how many values of all the set has.
pub fn selected_set(
    explore: Option<&Explore>,
    pinned: Option<&[usize]>,
    part_of_all: impl Fn(usize, usize) -> String,
) -> Vec<Row> {
    let nothing = || NOTHING.to_string();
    let is_there = |e: &Explore, at: &[usize]| e.x.ndim() == at.len() && e.x.get(at).is_some();
    let pinned = pinned.filter(|at| explore.is_some_and(|e| is_there(e, at)));
    let (Some(explore), Some(at)) = (explore, pinned) else {
        let is_rms = explore.is_some_and(|e| {
            e.plan()
                .is_some_and(|p| p.statistic == Statistic::MeanSquare)
        });
        let mut rows = vec![
            (Label::Element, "", nothing()),
            (Label::SetSize, "m", nothing()),
        ];
        rows.extend(
            statistic_names(is_rms)
                .iter()
                .map(|(name, term)| (*name, *term, nothing())),
        );
        rows.extend([
            (Label::Element, "x", nothing()),
            (Label::Element, "xhat", nothing()),
            (Label::Element, "y", nothing()),
        ]);
        return rows;
    };
    let index = at
        .iter()
        .map(usize::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let mut rows = vec![(Label::Element, "", format!("[{index}]"))];
    match &explore.call {
        Ok(call) => {
            let size = part_of_all(call.plan.reach().set_len(), explore.x.len());
            rows.push((Label::SetSize, "m", size));
            rows.extend(computed(explore, call, at));
        }
        Err(_) => {
            rows.push((Label::SetSize, "m", nothing()));
            rows.extend(
                statistic_names(false)
                    .iter()
                    .map(|(name, term)| (*name, *term, nothing())),
            );
            rows.push((Label::Element, "x", digits(f64::from(explore.x[at]))));
            rows.extend([
                (Label::Element, "xhat", nothing()),
                (Label::Element, "y", nothing()),
            ]);
        }
    }
    rows
}

/// Six significant digits, enough to compare with what PyTorch prints.
fn digits(value: f64) -> String {
    significant(value, COMPARED)
}

fn statistic_names(is_rms: bool) -> &'static [(Label, &'static str)] {
    if is_rms {
        &[(Label::MeanSquare, "var")]
    } else {
        &[(Label::Mean, "mu"), (Label::Variance, "var")]
    }
}

fn computed(explore: &Explore, call: &Call, at: &[usize]) -> Vec<Row> {
    let plan = &call.plan;
    let set = plan.partition.set_of(at);
    let is_rms = plan.statistic == Statistic::MeanSquare;
    let mut rows = Vec::new();
    let numbers = |statistics: &crate::norm::Statistics| {
        let var = digits(statistics.var[set]);
        if is_rms {
            vec![var]
        } else {
            vec![digits(statistics.mean[set]), var]
        }
    };
    let names = statistic_names(is_rms);
    rows.extend(
        names
            .iter()
            .zip(numbers(&call.used))
            .map(|((name, term), v)| (*name, *term, v)),
    );
    let flat = flat_of(explore.x.shape(), at).expect("the pinned element lies in x");
    let [x, _, x_hat, y] = explore.stages_of(flat);
    for (term, value) in [("x", x), ("xhat", x_hat), ("y", y)] {
        let value = value.expect("an accepted call reaches every stage");
        rows.push((Label::Element, term, digits(f64::from(value))));
    }
    if plan.source == Source::Running {
        let names = if is_rms {
            &[Label::BatchMeanSquare][..]
        } else {
            &[Label::BatchMean, Label::BatchVariance]
        };
        rows.extend(
            names
                .iter()
                .zip(numbers(&call.batch))
                .map(|(name, v)| (*name, "", v)),
        );
    }
    rows
}

/// “32 values per set · 12 sets · 12 learnt parameters · 0 running values”
pub fn counters(explore: &Explore) -> Option<[(usize, Label); 4]> {
    let reach = explore.plan()?.reach();
    let (learnt, running) = explore
        .module
        .as_ref()
        .map_or((0, 0), |m| (m.learnt_len(), m.running_len()));
    Some([
        (reach.set_len(), Label::ValuesPerSet),
        (reach.set_count(), Label::Sets),
        (learnt, Label::LearntValues),
        (running, Label::RunningValues),
    ])
}

/// κ and what follows from it.
pub fn of_descent<W: Words + ?Sized>(words: &W, descent: &Descent) -> Vec<(DescentLabel, String)> {
    let number = |value: f64| significant(value, 3);
    let [first, second, _] = descent.gradient;
    let bowl = &descent.bowl;
    vec![
        (DescentLabel::Condition, words.condition(bowl.condition())),
        (DescentLabel::Steepest, number(bowl.largest())),
        (DescentLabel::Flattest, number(bowl.smallest())),
        (DescentLabel::LargestStep, number(bowl.largest_step())),
        (DescentLabel::Steps, words.steps_needed(descent.steps)),
        (
            DescentLabel::Gradient,
            format!("{}, {}", number(first), number(second)),
        ),
    ]
}
