//! Batch, layer, instance and group normalization of the same x.

use super::cube::{cube, scale};
use super::{Figure, HALF_PX};
use crate::lab::explore::Explore;
use crate::lab::number::count;
use crate::paper::desk::Desk;
use crate::scene::{Limits, limits_of};
use crate::state::words::{Label, Shown, Words};
use crate::state::{Method, Settings};
use maud::{Markup, html};
use std::sync::Arc;

/// How high each cube may be.
const CUBE_PX: f64 = 250.0;

/// Two rows of two cubes.
pub fn figure(settings: &Settings, desk: &mut Desk, words: &'static dyn Words) -> Figure {
    let explore = desk.explore(&settings.setup());
    let limits = limits_of(&explore, &desk.groups(&explore, settings.by.into()));
    let compared = settings
        .compared()
        .map(|layer| desk.explore(&settings.setup_of(layer)));
    let cells = Method::FIGURE.into_iter().zip(&compared);
    let subtitle =
        words.compare_subtitle(&settings.axes(), settings.shape(), settings.at.is_some());
    Figure {
        headline: [words.compare_headline().to_owned(), subtitle],
        body: html! {
            div.columns {
                @for (method, explore) in cells { (cell(settings, method, explore, limits, words)) }
            }
            (scale(settings, limits.at(settings.t)))
        },
    }
}

fn cell(
    settings: &Settings,
    method: Method,
    explore: &Arc<Explore>,
    limits: Limits,
    words: &'static dyn Words,
) -> Markup {
    let axes = settings.axes();
    let shown = Shown {
        layer: &explore.setup.layer,
        mode: settings.mode,
        axes: &axes,
        shape: explore.x.shape(),
        plan: explore.plan(),
    };
    let error = explore.call.as_ref().err().map(ToString::to_string);
    let headline = error.unwrap_or_else(|| words.headline(&shown));
    let len = explore.plan().map(|plan| plan.reach().set_len());
    html! {
        figure.cube {
            h4 { (words.method(method)) }
            (cube(settings, explore, limits, (HALF_PX, CUBE_PX)))
            figcaption {
                (headline)
                @if let Some(len) = len { ": " (count(len)) (words.gap()) (words.counted(Label::ValuesPerSet, len)) }
            }
        }
    }
}
