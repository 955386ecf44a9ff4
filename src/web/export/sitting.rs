//! What a picture is made of.

use crate::chart::running::Averages;
use crate::chart::{Ridges, Style};
use crate::lab::histogram::Distribution;
use crate::scene::colour::Palette;
use crate::scene::drawing::Svg;
use crate::scene::{Limits, Paint, Scene, Values};
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea, SVGBackend};
use std::sync::Arc;

/// Breadth of a chart, as of a column in a paper.
pub const CHART_PX: f64 = 480.0;

/// Height of the chart of an average.
pub const AVERAGES_PX: f64 = 200.0;

/// What a picture is made of, whatever becomes of the page meanwhile.
pub struct Sitting {
    /// What it shows
    pub model: Model,
    /// How it looks
    pub style: Style,
}

/// What a picture shows.
pub enum Model {
    /// The cube
    Tensor {
        scene: Arc<Scene>,
        values: Arc<Values>,
        paint: Paint,
        limits: Limits,
        svg: Svg,
    },
    /// The values of sets, channels or samples
    Distribution {
        distribution: Box<Distribution>,
        names: Vec<String>,
        height_px: f64,
    },
    /// A running average, batch by batch
    Averages(Averages),
}

impl Sitting {
    /// The picture at a stage; `None` if it cannot be drawn.
    pub fn svg(&self, t: f64) -> Option<String> {
        match &self.model {
            Model::Tensor {
                scene,
                values,
                paint,
                limits,
                svg,
            } => {
                let limit = limits.at(t);
                Some(svg.print(scene, values, &Paint { t, limit, ..*paint }))
            }
            Model::Distribution {
                distribution,
                names,
                height_px,
            } => {
                let size_px = (CHART_PX, *height_px);
                let ridges = Ridges::new(distribution, t, names, size_px, self.style);
                chart(*height_px, |area| ridges.draw(area, None))
            }
            Model::Averages(averages) => chart(AVERAGES_PX, |area| averages.draw(area)),
        }
    }

    /// Its colours.
    pub fn palette(&self) -> &'static Palette {
        self.style.palette
    }

    /// The size of its type.
    pub fn text_px(&self) -> f64 {
        match &self.model {
            Model::Tensor { scene, .. } => scene.view().viewport.text_px,
            _ => self.style.font_px,
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
