//! The page in English.

mod descent;
mod export;
mod family;
mod file;
mod hall;
mod label;
mod lesson;
mod paper;
mod pictures;
mod recipe;
mod redraws;
mod refusal;
mod set;
mod sheet;
mod stack;
mod stage;
mod training;

use super::refusal::Refused;
use super::set::Whose;
use super::{FirstWords, Label, Shown, Words};
use crate::lab::explore::Mode;
use crate::lab::number::count;
use crate::norm::{Layer, Source, Statistic};
use crate::state::{Axis, By, Language, Method};
use crate::tensor::Recipe;
use crate::torch::Position;
use std::ops::Range;

/// English.
pub struct English;

const NO_AVERAGES: &str = "Makes no difference here: the layer keeps no running averages";

impl FirstWords for English {
    fn language(&self) -> Language {
        Language::English
    }

    fn label(&self, label: Label) -> &'static str {
        label::label(label)
    }

    fn counted(&self, what: Label, count: usize) -> &'static str {
        label::counted(what, count)
    }

    fn axis(&self, axis: Axis) -> &'static str {
        match axis {
            Axis::Batch => "Batch size",
            Axis::Channels => "Channels",
            Axis::Depth => "Depth",
            Axis::Height => "Height",
            Axis::Width => "Width",
            Axis::Length => "Length",
            Axis::Tokens => "Tokens",
            Axis::Features => "Features",
        }
    }

    fn method(&self, method: Method) -> &'static str {
        match method {
            Method::Batch => "Batch Norm",
            Method::Layer => "Layer Norm",
            Method::Instance => "Instance Norm",
            Method::Group => "Group Norm",
            Method::Rms => "RMS Norm",
            Method::ChannelLayer => "Channel Layer Norm",
            Method::Free => "Choose axes",
        }
    }

    fn method_short(&self, method: Method) -> &'static str {
        let name = self.method(method);
        name.strip_suffix(" Norm").unwrap_or(name)
    }

    fn by(&self, by: By) -> &'static str {
        match by {
            By::Set => "set",
            By::Channel => "channel",
            By::Sample => "sample",
        }
    }

    fn recipe(&self, recipe: Recipe) -> &'static str {
        recipe::name(recipe)
    }

    fn recipe_note(&self, recipe: Recipe) -> &'static str {
        recipe::note(recipe)
    }

    fn steps(&self, steps: u32) -> String {
        match steps {
            0 => "no batch before".to_string(),
            1 => "1 batch before".to_string(),
            _ => format!("{steps} batches before"),
        }
    }

    fn headline(&self, shown: &Shown) -> String {
        let Some(plan) = shown.plan else {
            return "PyTorch rejects this call".to_string();
        };
        if plan.source == Source::Running {
            return "Each value is normalized on its own, by running averages".to_string();
        }
        let what = match plan.statistic {
            Statistic::MeanVariance => "a mean and a variance",
            Statistic::MeanSquare => "a mean square",
        };
        match plan.partition.set_len() {
            1 => "Each value is a set of its own".to_string(),
            len => format!(
                "{} values {} share {what}",
                count(len),
                set::whose(Whose::of(shown.axes, shown.shape, plan.partition.block()))
            ),
        }
    }

    fn subtitle(&self, shown: &Shown, ranges: Option<&[Range<usize>]>) -> String {
        let layer = self.layer(shown.layer);
        match (ranges, shown.plan) {
            (Some(ranges), _) => {
                format!("{layer}: {}", set::place(shown.axes, shown.shape, ranges))
            }
            (None, Some(plan)) if plan.source == Source::Batch => {
                let sets = match plan.partition.set_count() {
                    1 => "one set".to_string(),
                    sets => format!("{} sets", count(sets)),
                };
                format!("{layer}: {sets} in all; click a cell to see its set")
            }
            _ => layer,
        }
    }

    fn mode_note(&self, layer: &Layer, mode: Mode) -> &'static str {
        match (layer, mode) {
            (Layer::BatchNorm(l), _) if !l.track_running_stats => NO_AVERAGES,
            (Layer::InstanceNorm(l), _) if !l.track_running_stats => NO_AVERAGES,
            (Layer::BatchNorm(_), Mode::Eval) => {
                "Normalizes with the running averages, whatever is in the batch"
            }
            (Layer::InstanceNorm(_), Mode::Eval) => {
                "Normalizes with the running averages, whatever is in the sample"
            }
            (Layer::BatchNorm(l), Mode::Train) if l.momentum == Some(0.0) => {
                "Normalizes with this batch; with momentum 0 the running averages stay"
            }
            (Layer::InstanceNorm(l), Mode::Train) if l.momentum.unwrap_or(0.0) == 0.0 => {
                "Normalizes with each sample; with momentum 0 or None the running averages stay"
            }
            (Layer::BatchNorm(_), Mode::Train) => {
                "Normalizes with this batch, and moves the running averages towards it"
            }
            (Layer::InstanceNorm(_), Mode::Train) => {
                "Normalizes with each sample, and moves the running averages towards their mean"
            }
            _ => "Makes no difference here: this method has no running averages",
        }
    }

    fn momentum_hint(&self, layer: &Layer) -> &'static str {
        match layer {
            Layer::InstanceNorm(_) => "Empty: the running averages stay as they are (None)",
            _ => "Empty: the plain average of all batches (None)",
        }
    }

    fn figure(&self, shown: &Shown, ranges: Option<&[Range<usize>]>) -> String {
        let lengths = shown
            .axes
            .iter()
            .zip(shown.shape)
            .map(|(axis, n)| format!("{} {n}", axis.letter()));
        let lengths = lengths.collect::<Vec<_>>().join(", ");
        format!(
            "A cube of {lengths}. {}. {}.",
            self.headline(shown),
            self.subtitle(shown, ranges)
        )
    }
}

impl Words for English {
    fn description(&self) -> &'static str {
        "See which elements BatchNorm, LayerNorm, InstanceNorm and GroupNorm share their statistics over, and what comes out"
    }

    fn table(&self, rows: usize, columns: usize) -> String {
        format!("x of {rows} × {columns}: a row for each sample, a column for each channel")
    }

    fn axis_meaning(&self, axis: Axis) -> &'static str {
        match axis {
            Axis::Batch => {
                "N counts the samples of a batch; with the digits each sample is one handwritten digit"
            }
            Axis::Channels => {
                "C counts the channels; with the digits each channel is the picture as one filter sees it"
            }
            Axis::Depth => "D counts the planes of a volume, as the slices of a scan",
            Axis::Height => "H counts the rows of a picture; a digit has eight",
            Axis::Width => "W counts the columns of a picture; a digit has eight",
            Axis::Length => {
                "L counts the positions of a signal, as one row of a digit read from left to right"
            }
            Axis::Tokens => "T counts the tokens of a sentence, as a digit read row by row",
            Axis::Features => {
                "D counts the features that describe one token, as the pixels of one row of a digit"
            }
        }
    }

    fn compare_headline(&self) -> &'static str {
        "The same formula, four choices of who shares a mean"
    }

    fn compare_subtitle(&self, axes: &[Axis], shape: &[usize], is_pinned: bool) -> String {
        let what = if is_pinned {
            "one element, its set in each method"
        } else {
            "click a cell in one cube to see its set in all four"
        };
        let lengths = axes.iter().zip(shape);
        let lengths = lengths.map(|(axis, n)| format!("{} = {n}", axis.letter()));
        format!("{}: {what}", lengths.collect::<Vec<_>>().join(", "))
    }

    fn refusal_note(&self, shown: &Shown) -> String {
        refusal::note(Refused::of(shown))
    }

    fn part_of_all(&self, part: usize, all: usize) -> String {
        format!("{} of {}", count(part), count(all))
    }

    fn set(&self, axes: &[Axis], shape: &[usize], ranges: &[Range<usize>]) -> String {
        set::place(axes, shape, ranges)
    }

    fn poke_note(&self, others: usize, samples: usize) -> String {
        match (others, samples) {
            (0, _) => "1 value changed: no other value of y moved".to_string(),
            (1, _) => "1 value changed: 1 other value moved".to_string(),
            (_, 1) => format!(
                "1 value changed: {} values in 1 sample moved",
                count(others)
            ),
            _ => format!(
                "1 value changed: {} values in {samples} samples moved",
                count(others)
            ),
        }
    }

    fn not_finite_note(&self, in_x: usize, in_y: usize) -> String {
        let head = match in_y {
            1 => "1 value of y is not finite".to_string(),
            _ => format!("{} values of y are not finite", count(in_y)),
        };
        let x = match in_x {
            0 => {
                return format!(
                    "{head}, as in PyTorch, though all of x are: √(σ² + ε) is zero or no number, or a value grew beyond float32"
                );
            }
            1 => "1 value of x is not".to_string(),
            _ => format!("{} values of x are not", count(in_x)),
        };
        let passed_on = match in_y > in_x {
            true => ", and the statistics of its set pass that on",
            false => "",
        };
        format!("{head}, as in PyTorch: {x}{passed_on}")
    }

    fn no_room(&self, len: usize, largest: usize) -> String {
        format!(
            "This browser gives no memory for {} values of x; {} would fit. The figure still shows what was there before",
            count(len),
            count(largest)
        )
    }

    fn line(&self, line: usize) -> String {
        format!("line {line}")
    }

    fn place(&self, at: Position) -> String {
        format!("Line {}, column {}", at.line, at.column)
    }
}

impl English {
    /// The layer as a lecturer would say it.
    fn layer(&self, layer: &Layer) -> String {
        let name = self.method(Method::of(layer));
        match layer {
            Layer::GroupNorm(l) => format!("{name}, G = {}", l.num_groups),
            Layer::LayerNorm(l) => format!("{name} over {}", last_axes(l.normalized_shape.len())),
            Layer::RmsNorm(l) => format!("{name} over {}", last_axes(l.normalized_shape.len())),
            Layer::Box(_) => "Your choice of axes".to_string(),
            _ => name.to_string(),
        }
    }
}

fn last_axes(count: usize) -> String {
    match count {
        1 => "the last axis".to_string(),
        _ => format!("the last {count} axes"),
    }
}
