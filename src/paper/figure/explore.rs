//! One layer with all its numbers.

use super::cube::{cube, scale};
use super::{Figure, HALF_PX, WHOLE_PX, chart, code, plate, style, table};
use crate::chart::running::{Average, Averages};
use crate::chart::{Ridges, row_names};
use crate::lab::explore::Explore;
use crate::lab::formula::{self, Formula};
use crate::lab::histogram::{Distribution, Groups};
use crate::lab::number::count;
use crate::lab::receipt::{Library, receipt};
use crate::lab::region::flat_of;
use crate::norm::Statistic;
use crate::paper::desk::Desk;
use crate::scene::limits_of;
use crate::state::numbers::{counters, header, selected_set};
use crate::state::words::{Label, Shown, Words};
use crate::state::{Part, Settings, channel_axis, named_stage};
use maud::{Markup, PreEscaped, html};
use std::sync::Arc;

/// How high the cube may be.
const CUBE_PX: f64 = 360.0;

/// How high the chart of an average is.
const AVERAGE_PX: f64 = 150.0;

/// What of the page belongs to one experiment.
struct Sheet<'a> {
    settings: &'a Settings,
    explore: &'a Arc<Explore>,
    words: &'static dyn Words,
    has_mean: bool,
}

/// The cube, and what stands beside it.
pub fn figure(settings: &Settings, desk: &mut Desk, words: &'static dyn Words) -> Figure {
    let explore = desk.explore(&settings.setup());
    let groups = desk.groups(&explore, settings.by.into());
    let plan = explore.plan();
    let sheet = Sheet {
        settings,
        explore: &explore,
        words,
        has_mean: !plan.is_some_and(|plan| plan.statistic == Statistic::MeanSquare),
    };
    Figure {
        headline: sheet.headline(),
        body: sheet.body(&groups),
    }
}

impl Sheet<'_> {
    fn shows(&self, part: Part) -> bool {
        !self.settings.hide.contains(&part)
    }

    fn tell<T>(&self, tell: impl FnOnce(&Shown) -> T) -> T {
        let axes = self.settings.axes();
        tell(&Shown {
            layer: &self.settings.layer,
            mode: self.settings.mode,
            axes: &axes,
            shape: self.settings.shape(),
            plan: self.explore.plan(),
        })
    }

    fn headline(&self) -> [String; 2] {
        let ranges = self.pinned().and_then(|at| {
            let reach = self.explore.plan()?.reach();
            Some(reach.ranges(reach.set_of(at)))
        });
        self.tell(|shown| {
            [
                self.words.headline(shown),
                self.words.subtitle(shown, ranges.as_deref()),
            ]
        })
    }

    /// The pinned element, where x has it.
    fn pinned(&self) -> Option<&[usize]> {
        let at = self.settings.at.as_deref();
        at.filter(|at| self.explore.x.get(*at).is_some())
    }

    fn body(&self, groups: &Groups) -> Markup {
        let limits = limits_of(self.explore, groups);
        let stage = named_stage(self.settings.t, self.has_mean);
        html! {
            @for fault in self.faults() { p.fault { (fault) } }
            figure.cube {
                (cube(self.settings, self.explore, limits, (WHOLE_PX, CUBE_PX)))
                figcaption { (stage) " " (scale(self.settings, limits.at(self.settings.t))) }
            }
            div.columns {
                @if self.shows(Part::Formula) { (self.formula()) }
                @if self.shows(Part::Table) { (self.numbers()) }
            }
            @if self.shows(Part::Distributions) { div.columns { (self.distributions(groups)) } }
            @if self.shows(Part::Code) {
                (code(self.words.label(Label::PyTorch), &receipt(self.explore, Library::Torch, self.pinned())))
            }
        }
    }

    /// Why PyTorch rejects the call, what does not fit, and why values are not finite.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if let Err(error) = &self.explore.call {
            let why = self.tell(|shown| self.words.refusal_note(shown));
            faults.push(format!("PyTorch: {error}. {why}"));
        }
        faults.extend(self.explore.complaints.iter().map(ToString::to_string));
        let [in_x, in_y] = self.explore.not_finite;
        if in_y > 0 {
            faults.push(self.words.not_finite_note(in_x, in_y));
        }
        faults
    }

    /// In general, and with the pinned element's numbers.
    fn formula(&self) -> Markup {
        let Ok(call) = &self.explore.call else {
            return html! {};
        };
        let module = self.explore.module.as_ref();
        let has_weight = module.is_some_and(|m| m.weight().is_some());
        let has_bias = module.is_some_and(|m| m.bias().is_some());
        let mut lines = formula::definition(&call.plan);
        lines.extend(formula::general(&call.plan, has_weight, has_bias));
        let numbers = self.pinned();
        let numbers = numbers.map(|at| formula::with_numbers(self.explore, call, at));
        let line = |formula: &Formula| html! { p.line { (PreEscaped(&formula.mathml)) } };
        html! {
            figure.formula {
                h4 { (self.words.label(Label::Formula)) }
                @for formula in &lines { (line(formula)) }
                @for formula in numbers.iter().flatten() { (line(formula)) }
            }
        }
    }

    fn numbers(&self) -> Markup {
        let rows = match self.pinned() {
            Some(at) => selected_set(Some(self.explore), Some(at), |part, all| {
                self.words.part_of_all(part, all)
            }),
            None => Vec::new(),
        };
        let row = |(name, term, value)| (header(self.words, name, term).to_owned(), value);
        let counts = counters(self.explore).into_iter().flatten();
        let counted = |(n, name)| (self.words.counter(name, n).to_owned(), count(n));
        let rows = rows.into_iter().map(row).chain(counts.map(counted));
        table(self.words.label(Label::SelectedSet), rows)
    }

    fn distributions(&self, groups: &Groups) -> Markup {
        let selected = self.pinned();
        let selected = selected.and_then(|at| flat_of(self.explore.x.shape(), at));
        let distribution = Distribution::of(self.explore, groups, selected);
        let all = self.words.label(Label::AllValues);
        let Some(names) = row_names(&distribution, &self.settings.axes(), all) else {
            return html! {};
        };
        let style = style();
        let size_px = (
            HALF_PX,
            Ridges::height_px(names.len(), style.font_px).round(),
        );
        let ridge = |name: Label, t: f64| {
            let ridges = Ridges::new(&distribution, t, &names, size_px, style);
            let svg = chart(size_px, |area| ridges.draw(area, None));
            let title = format!(
                "{}: {}",
                self.words.label(name),
                named_stage(t, self.has_mean)
            );
            plate("chart", &title, svg, "")
        };
        let is_moved = self.settings.t > 0.0 && self.explore.call.is_ok();
        html! {
            (ridge(Label::DistributionBefore, 0.0))
            @if is_moved { (ridge(Label::DistributionAfter, self.settings.t)) }
            @if let Some(history) = &self.explore.history {
                @for (average, name) in [(Average::Mean, Label::RunningMean), (Average::Variance, Label::RunningVariance)] {
                    @let averages = Averages::new(history, average, self.channel(), (HALF_PX, AVERAGE_PX), style);
                    (plate("chart", self.words.label(name), chart((HALF_PX, AVERAGE_PX), |area| averages.draw(area)), ""))
                }
            }
        }
    }

    /// The channel of the pinned element.
    fn channel(&self) -> Option<usize> {
        let axis = channel_axis(&self.settings.axes())?;
        self.pinned().map(|at| at[axis])
    }
}
