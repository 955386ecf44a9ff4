//! What was seen of networks in training, as a table.

use std::fmt::Write;

use crate::lab::training::{Line, Log, Watched, curves};

/// Each point of each curve, as CSV: the run, its seed, what is measured, the line, the step, and the value to all digits.
///
/// The first line is a comment with the link (`pandas.read_csv(…, comment='#')` skips it). `runs` are the runs in the
/// words of a link, their seeds, and what was seen of them; `measured` names what there is to be watched.
pub fn curves_table(
    runs: &[(String, u64, Log)],
    measured: &[(&str, Watched)],
    link: &str,
) -> String {
    let mut csv = format!("# {link}\nrun,seed,measured,line,step,value\n");
    for (words, seed, log) in runs {
        // Words have commas.
        let run = format!("\"{}\"", words.replace('"', "\"\""));
        for (measured, watched) in measured {
            for (line, points) in curves(log, *watched) {
                // A chart has fewer of them.
                let points = match line {
                    Line::Batch => all_of(&log.losses),
                    _ => points,
                };
                let line = name(line);
                for (step, value) in points {
                    writeln!(csv, "{run},{seed},{measured},{line},{step},{value:?}")
                        .expect("a text takes any text");
                }
            }
        }
    }
    csv
}

fn all_of(losses: &[f64]) -> Vec<(f64, f64)> {
    let points = losses.iter().enumerate();
    points.map(|(step, loss)| (step as f64, *loss)).collect()
}

fn name(line: Line) -> String {
    let name = match line {
        Line::Test => "test",
        Line::Seen => "train",
        Line::OnBatch => "test_on_batch_statistics",
        Line::Recomputed => "test_on_recomputed_statistics",
        Line::Batch => "batch",
        Line::Quantile(percent) => return format!("quantile_{percent}"),
        Line::First => "first_map",
        Line::Last => "last_map",
        Line::Middle => "middle_map",
        Line::Deviation => "deviation",
        Line::Smallest => "smallest",
        Line::Largest => "largest",
        Line::Channels => "last_normalization",
        // Of one seed there is neither.
        Line::Least => "least",
        Line::Greatest => "greatest",
    };
    name.to_owned()
}
