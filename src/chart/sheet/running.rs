//! Running averages, in numbers.

use super::{NOTHING, Sheet, read};
use crate::chart::running::Average;
use crate::lab::explore::{History, Step};
use crate::state::words::{RedrawsLabel, SheetLabel, Words};

/// Channels that have a row at most; the selected one always has.
const MOST_CHANNELS: usize = 24;

/// A row for each channel: the average of the constructed layer, the one now, and the last batch's own statistic.
pub fn running(
    history: &History,
    average: Average,
    selected: Option<usize>,
    caption: &str,
    words: &dyn Words,
) -> Sheet {
    let last: Option<&Step> = history.steps.iter().chain(&history.shown).last();
    let of = |mean: &[f64], var: &[f64], channel: usize| match average {
        Average::Mean => read(mean[channel]),
        Average::Variance => read(var[channel]),
    };
    let row = |channel: usize| {
        let initial = &history.initial;
        let now = last.map_or(initial, |step| &step.running);
        let batch = last.map(|step| of(&step.batch.mean, &step.batch.var, channel));
        let cells = vec![
            of(&initial.mean, &initial.var, channel),
            of(&now.mean, &now.var, channel),
            batch.unwrap_or(NOTHING.to_owned()),
        ];
        (channel.to_string(), cells)
    };
    let all = history.initial.mean.len();
    let beyond = selected.filter(|channel| (MOST_CHANNELS..all).contains(channel));
    let channels = (0..all.min(MOST_CHANNELS)).chain(beyond);
    let rows: Vec<_> = channels.map(row).collect();
    let heads = [
        SheetLabel::AsConstructed,
        SheetLabel::Averaged,
        SheetLabel::OfLastBatch,
    ];
    let heads = heads.map(|label| words.sheet_label(label));
    let first = words.redraws_label(RedrawsLabel::Channel);
    Sheet {
        caption: match rows.len() < all {
            true => format!("{caption}: {}", words.channels_of(rows.len(), all)),
            false => caption.to_owned(),
        },
        heads: std::iter::once(first)
            .chain(heads)
            .map(str::to_owned)
            .collect(),
        rows,
    }
}
