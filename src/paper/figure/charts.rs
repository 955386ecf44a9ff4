//! Gradient descent, and batches that are drawn again and again.

use super::{Figure, HALF_PX, WHOLE_PX, chart, code, plate, style, table};
use crate::chart::descent::{Contours, Names};
use crate::chart::losses::Losses;
use crate::chart::redraws::{self, Scatter};
use crate::lab::descent::{Descent, program};
use crate::lab::redraws::{Outcome, Refusal};
use crate::state::Settings;
use crate::state::numbers::of_descent;
use crate::state::words::{DescentLabel, Label, Words};
use maud::html;

/// The landscape with the way down, the loss by step, and the numbers.
pub fn descent(settings: &Settings, descent: &Descent, words: &'static dyn Words) -> Figure {
    let text = |label| words.descent_label(label);
    let landscape_px = (WHOLE_PX, 300.0);
    let names = Names::new(words, descent);
    let contours = Contours::new(descent, names, landscape_px, style());
    let losses_px = (HALF_PX, 210.0);
    let names = [text(DescentLabel::Step), text(DescentLabel::Criterion)];
    let losses = Losses::new(descent, names, losses_px, style());
    let row = |(name, value)| (text(name).to_owned(), value);
    let rows = of_descent(words, descent).into_iter().map(row);
    Figure {
        headline: [
            words.descent_headline(descent),
            words.descent_subtitle(descent),
        ],
        body: html! {
            (plate("chart", "", chart(landscape_px, |area| contours.draw(area)), &words.contours_note(descent)))
            div.columns {
                (plate("chart", text(DescentLabel::LossByStep), chart(losses_px, |area| losses.draw(area)), text(DescentLabel::LossNote)))
                (table(text(DescentLabel::Numbers), rows))
            }
            (code(words.label(Label::PyTorch), &program(&settings.descent, settings.seed)))
        },
    }
}

/// The chart of a statistic by batch size.
pub fn redraws(
    settings: &Settings,
    outcome: &Result<Outcome, Refusal>,
    words: &'static dyn Words,
) -> Figure {
    let experiment = settings.redraws_experiment();
    match outcome {
        Err(refusal) => Figure {
            headline: words.not_redrawn(refusal),
            body: html! {},
        },
        Ok(outcome) => {
            let size_px = (WHOLE_PX, 340.0);
            let names = redraws::Names::new(words, experiment.redraws.quantity, outcome);
            let scatter = Scatter::new(outcome, &names, size_px, style());
            Figure {
                headline: words.redraws(&experiment, outcome),
                body: plate("chart", "", chart(size_px, |area| scatter.draw(area)), ""),
            }
        }
    }
}
