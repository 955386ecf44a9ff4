//! What is seen, as SVG.

use super::super::averages::averages_of;
use super::super::chart::style;
use super::super::distributions::{distribution_of, row_names};
use super::super::figure::{SceneSignal, ValuesSignal, paint, scene_of, values_of};
use super::super::memo::Memo;
use super::super::page::{Page, label};
use super::sitting::{AVERAGES_PX, CHART_PX, Model, Sitting};
use crate::chart::running::Average;
use crate::chart::{Ridges, Style};
use crate::lab::files::svg_with_link;
use crate::scene::drawing::Svg;
use crate::state::Color;
use crate::state::words::Label;
use leptos::prelude::*;

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

    /// Whether it differs from stage to stage.
    pub fn moves(self, page: Page) -> bool {
        let is_moved = match self {
            Self::Tensor => page.with(|s| s.color == Color::Value),
            Self::After => true,
            Self::Before | Self::RunningMean | Self::RunningVariance => false,
        };
        // Where PyTorch rejects the call, there is no stage but x.
        is_moved && page.call(|_, _| ()).is_some()
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
            values: values_of(page, page.explore.into()),
        }
    }

    /// A picture with its link, as the page shows it; `None` while there is no answer to the newest settings.
    pub fn svg(self, of: Subject, look: Look, link: &str) -> Option<String> {
        let t = match of {
            Subject::Before => 0.0,
            _ => untrack(|| self.page.t()),
        };
        let svg = self.sitting(of, look)?.svg(t)?;
        Some(svg_with_link(&svg, &self.title(of), link))
    }

    /// What a picture shows, in words.
    pub fn title(self, of: Subject) -> String {
        untrack(|| match of {
            Subject::Tensor => self.page.tell(&|words, shown| words.headline(shown)),
            of => label(of.label()).to_owned(),
        })
    }

    /// What a picture is made of now; `None` while there is no answer to the newest settings.
    pub fn sitting(self, of: Subject, look: Look) -> Option<Sitting> {
        untrack(|| {
            if !self.page.is_answered() {
                return None;
            }
            let model = match of {
                Subject::Tensor => self.tensor(look)?,
                Subject::Before | Subject::After => self.distribution(look)?,
                Subject::RunningMean => self.running(Average::Mean, look)?,
                Subject::RunningVariance => self.running(Average::Variance, look)?,
            };
            Some(Sitting {
                model,
                style: self.style(look),
            })
        })
    }

    fn tensor(self, look: Look) -> Option<Model> {
        let is_by_set = self.page.with(|s| s.color == Color::Set);
        Some(Model::Tensor {
            scene: self.scene.get()?,
            values: self.values.get()?,
            paint: paint(self.page, is_by_set),
            limits: self.page.limits(),
            svg: Svg {
                has_labels: look.has_labels,
                has_ground: look.has_ground,
            },
        })
    }

    fn distribution(self, look: Look) -> Option<Model> {
        let distribution = distribution_of(self.page)?;
        let font_px = self.style(look).font_px;
        Some(Model::Distribution {
            names: row_names(self.page, &distribution)?,
            height_px: Ridges::height_px(distribution.groups.len(), font_px).round(),
            distribution: Box::new(distribution),
        })
    }

    fn running(self, average: Average, look: Look) -> Option<Model> {
        let size_px = (CHART_PX, AVERAGES_PX);
        averages_of(self.page, average, size_px, self.style(look)).map(Model::Averages)
    }

    fn style(self, look: Look) -> Style {
        Style {
            has_ground: look.has_ground,
            backend_text_scale: Style::SVG_TEXT_SCALE,
            ..style(self.page)
        }
    }
}
