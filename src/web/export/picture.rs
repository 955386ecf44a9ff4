//! What is seen, as SVG.

use super::super::chart::style;
use super::super::distributions::{averages_of, distribution_of, height_px, ridges_of};
use super::super::figure::{SceneSignal, ValuesSignal, paint, scene_of, values_of};
use super::super::memo::Memo;
use super::super::page::{Page, label};
use crate::chart::Style;
use crate::chart::running::Average;
use crate::lab::files::svg_with_link;
use crate::scene::drawing::Svg;
use crate::state::Color;
use crate::state::words::Label;
use leptos::prelude::*;
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea, SVGBackend};

/// What there are pictures of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Tensor,
    Before,
    After,
    RunningMean,
    RunningVariance,
}

/// Whether a picture says what it shows, and has a ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub has_labels: bool,
    pub has_ground: bool,
}

/// Breadth of a chart, as of a column in a paper.
const CHART_PX: f64 = 480.0;

/// Height of the chart of an average.
const AVERAGES_PX: f64 = 200.0;

/// Size of the cube where the page shows several.
const TENSOR_PX: (f64, f64) = (960.0, 720.0);

impl Subject {
    const ALL: [Self; 5] = [
        Self::Tensor,
        Self::Before,
        Self::After,
        Self::RunningMean,
        Self::RunningVariance,
    ];

    /// Those that the page shows.
    pub fn shown(page: Page) -> &'static [Self] {
        let has_averages = page.explore.with(|explore| {
            let explore = explore.as_ref();
            explore.is_some_and(|explore| explore.history.is_some())
        });
        &Self::ALL[..if has_averages { 5 } else { 3 }]
    }

    pub fn label(self) -> Label {
        match self {
            Self::Tensor => Label::Tensor,
            Self::Before => Label::DistributionBefore,
            Self::After => Label::DistributionAfter,
            Self::RunningMean => Label::RunningMean,
            Self::RunningVariance => Label::RunningVariance,
        }
    }

    /// The end of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Tensor => "",
            Self::Before => "before",
            Self::After => "after",
            Self::RunningMean => "running_mean",
            Self::RunningVariance => "running_var",
        }
    }
}

/// What pictures are made of, as long as the dialog is open.
#[derive(Clone, Copy)]
pub struct Studio {
    page: Page,
    scene: SceneSignal,
    values: ValuesSignal,
}

impl Studio {
    /// The figure in the size that it has on the page, or a usual one where others stand beside it.
    pub fn open(page: Page) -> Self {
        let size = Memo::new(move |_| page.figure_px.get().unwrap_or(TENSOR_PX));
        Self {
            page,
            scene: scene_of(page, page.explore.into(), size),
            values: values_of(page.explore.into(), page.lit),
        }
    }

    /// A picture with its link; `None` while there is no answer to the newest settings.
    pub fn svg(self, of: Subject, look: Look, link: &str) -> Option<String> {
        untrack(|| {
            if !self.page.is_answered() {
                return None;
            }
            let svg = match of {
                Subject::Tensor => self.tensor(look)?,
                Subject::Before => self.distribution(0.0, look)?,
                Subject::After => self.distribution(self.page.t(), look)?,
                Subject::RunningMean => self.running(Average::Mean, look)?,
                Subject::RunningVariance => self.running(Average::Variance, look)?,
            };
            let title = match of {
                Subject::Tensor => self.page.tell(&|words, shown| words.headline(shown)),
                of => label(of.label()).to_owned(),
            };
            Some(svg_with_link(&svg, &title, link))
        })
    }

    fn tensor(self, look: Look) -> Option<String> {
        let svg = Svg {
            has_labels: look.has_labels,
            has_ground: look.has_ground,
        };
        let is_by_set = self.page.with(|s| s.color == Color::Set);
        let paint = paint(self.page, is_by_set);
        Some(svg.print(&*self.scene.get()?, &*self.values.get()?, &paint))
    }

    fn distribution(self, t: f64, look: Look) -> Option<String> {
        let distribution = distribution_of(self.page)?;
        let style = self.style(look);
        let height_px = height_px(distribution.groups.len(), style.font_px).round();
        let ridges = ridges_of(self.page, &distribution, t, (CHART_PX, height_px), style)?;
        chart(height_px, |area| ridges.draw(area, None))
    }

    fn running(self, average: Average, look: Look) -> Option<String> {
        let size_px = (CHART_PX, AVERAGES_PX);
        let averages = averages_of(self.page, average, size_px, self.style(look))?;
        chart(AVERAGES_PX, |area| averages.draw(area))
    }

    fn style(self, look: Look) -> Style {
        Style {
            has_ground: look.has_ground,
            backend_text_scale: Style::SVG_TEXT_SCALE,
            ..style(self.page)
        }
    }
}

/// A sheet of SVG that plotters draws on.
type Sheet<'a> = DrawingArea<SVGBackend<'a>, Shift>;

fn chart<E>(height_px: f64, draw: impl FnOnce(&Sheet) -> Result<(), E>) -> Option<String> {
    let mut svg = String::new();
    let size = (CHART_PX as u32, height_px as u32);
    draw(&SVGBackend::with_string(&mut svg, size).into_drawing_area()).ok()?;
    Some(svg)
}
