//! Distributions, in numbers.

use super::{NOTHING, Sheet, read};
use crate::lab::histogram::{Bars, Distribution};
use crate::lab::number::count;
use crate::state::By;
use crate::state::words::{SheetLabel, Words};

/// A row for each group at t; `names` are those of the groups.
pub fn distributions(
    distribution: &Distribution,
    t: f64,
    names: &[String],
    by: By,
    caption: String,
    words: &dyn Words,
) -> Sheet {
    let heads = [
        SheetLabel::Values,
        SheetLabel::Mean,
        SheetLabel::Deviation,
        SheetLabel::Lowest,
        SheetLabel::Highest,
        SheetLabel::HighestBar,
    ];
    let heads = heads.map(|label| words.sheet_label(label).to_owned());
    let groups = distribution.groups.iter().zip(names);
    Sheet {
        caption,
        heads: std::iter::once(words.by(by).to_owned())
            .chain(heads)
            .collect(),
        rows: groups
            .map(|(group, name)| (name.clone(), cells(&group.bars_at(t), words)))
            .collect(),
    }
}

/// How many values, their moments, from where to where they lie, and where most of them do.
fn cells(bars: &Bars, words: &dyn Words) -> Vec<String> {
    let held: usize = bars.bars.iter().map(|bar| bar.count).sum();
    let filled = || bars.bars.iter().filter(|bar| bar.count > 0);
    let (Some(first), Some(last)) = (filled().next(), filled().next_back()) else {
        let mut cells = vec![NOTHING.to_owned(); 6];
        cells[0] = count(bars.left_out);
        return cells;
    };
    let highest = filled().max_by_key(|bar| bar.count).unwrap_or(first);
    let numbers = [bars.mean, bars.deviation, first.low, last.high].map(read);
    let bar = words.ranged(
        &count(highest.count),
        &read(highest.low),
        &read(highest.high),
    );
    let mut cells = vec![count(held + bars.left_out)];
    cells.extend(numbers);
    cells.push(bar);
    cells
}
