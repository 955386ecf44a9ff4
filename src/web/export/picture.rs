//! What is seen, as SVG.

use super::super::chart::style;
use super::super::distributions::{distribution_of, height_px, ridges_of};
use super::super::dom;
use super::super::figure::{SceneSignal, ValuesSignal, paint, scene_of, values_of};
use super::super::memo::Memo;
use super::super::page::Page;
use crate::chart::Style;
use crate::lab::files::svg_with_link;
use crate::scene::drawing::Svg;
use crate::state::Color;
use crate::state::words::Label;
use leptos::prelude::*;
use plotters::prelude::{IntoDrawingArea, SVGBackend};

/// What there are pictures of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Tensor,
    Before,
    After,
}

/// Whether a picture says what it shows, and has a ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub has_labels: bool,
    pub has_ground: bool,
}

/// Breadth of a chart, as of a column in a paper.
const CHART_PX: u32 = 480;

/// Size of the cube where the page shows several.
const TENSOR_PX: (f64, f64) = (960.0, 720.0);

impl Subject {
    pub const ALL: [Self; 3] = [Self::Tensor, Self::Before, Self::After];

    pub fn label(self) -> Label {
        match self {
            Self::Tensor => Label::Tensor,
            Self::Before => Label::DistributionBefore,
            Self::After => Label::DistributionAfter,
        }
    }

    /// The end of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Tensor => "",
            Self::Before => "before",
            Self::After => "after",
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
        let shown = dom::size_px(".figure-side > .stage").unwrap_or(TENSOR_PX);
        let size = Memo::new(move |_| shown);
        Self {
            page,
            scene: scene_of(page, page.explore.into(), size),
            values: values_of(page.explore.into(), page.lit),
        }
    }

    /// A picture with its link; `None` while there is no answer to the newest settings.
    pub fn svg(self, of: Subject, look: Look, link: &str) -> Option<String> {
        untrack(|| {
            let svg = match of {
                Subject::Tensor => self.tensor(look)?,
                Subject::Before => self.chart(0.0, look)?,
                Subject::After => self.chart(self.page.t(), look)?,
            };
            let title = self.page.tell(&|words, shown| words.headline(shown));
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

    fn chart(self, t: f64, look: Look) -> Option<String> {
        let distribution = distribution_of(self.page)?;
        let style = Style {
            has_ground: look.has_ground,
            backend_text_scale: Style::SVG_TEXT_SCALE,
            ..style(self.page)
        };
        let height_px = height_px(distribution.groups.len(), style.font_px).round();
        let size_px = (f64::from(CHART_PX), height_px);
        let ridges = ridges_of(self.page, &distribution, t, size_px, style)?;
        let mut svg = String::new();
        let backend = SVGBackend::with_string(&mut svg, (CHART_PX, height_px as u32));
        ridges.draw(&backend.into_drawing_area(), None).ok()?;
        Some(svg)
    }
}
