//! The sets as a table.

use std::fmt::Write;
use std::ops::Range;

use crate::lab::explore::Explore;
use crate::norm::Statistic;

/// One row for each set, as CSV: its number, its indices along each axis (`2` or `2..3`, which no spreadsheet takes for a date), how many values it has,
/// and the statistics that they are normalized with, to all digits.
///
/// The first line is a comment with the link (`pandas.read_csv(…, comment='#')` skips it);
/// only the head follows where PyTorch rejects the call.
pub fn table(explore: &Explore, axes: &[&str], link: &str) -> String {
    let call = explore.call.as_ref().ok();
    let is_mean_square = call.is_some_and(|call| call.plan.statistic == Statistic::MeanSquare);
    let statistics = match is_mean_square {
        true => "mean_square",
        false => "mean,variance",
    };
    let mut csv = format!("# {link}\nset,{},values,{statistics}\n", axes.join(","));
    let Some(call) = call else { return csv };
    let partition = &call.plan.partition;
    for set in 0..partition.set_count() {
        let ranges: Vec<_> = partition.ranges(set).iter().map(indices).collect();
        let (ranges, len) = (ranges.join(","), partition.set_len());
        let var = call.used.var[set];
        let row = match is_mean_square {
            true => writeln!(csv, "{set},{ranges},{len},{var:?}"),
            false => writeln!(
                csv,
                "{set},{ranges},{len},{:?},{var:?}",
                call.used.mean[set]
            ),
        };
        row.expect("a text takes any text");
    }
    csv
}

fn indices(range: &Range<usize>) -> String {
    match range.len() {
        1 => range.start.to_string(),
        _ => format!("{}..{}", range.start, range.end - 1),
    }
}
