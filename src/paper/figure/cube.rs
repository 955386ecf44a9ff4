//! The cube, and the scale of its colours.

use super::palette;
use crate::lab::explore::Explore;
use crate::scene::colour::css;
use crate::scene::drawing::Svg;
use crate::scene::{
    Camera, ColourBy, Focus, Limits, Marks, Paint, Scene, Values, View, Viewport, layout_of,
    reach_of, scene_cut,
};
use crate::state::{Color, Settings};
use maud::{Markup, PreEscaped, html};
use std::sync::Arc;

/// The cube of an experiment as the page shows it, in a frame of this size.
pub fn cube(
    settings: &Settings,
    explore: &Arc<Explore>,
    limits: Limits,
    (width_px, height_px): (f64, f64),
) -> Markup {
    let Some(layout) = layout_of(explore, &settings.axes(), settings.arrangement) else {
        return html! {};
    };
    let partition = reach_of(explore);
    let camera = settings.cam.map_or_else(Camera::default, Camera::from);
    let viewport = Viewport {
        width_px,
        height_px,
        text_px: 13.0,
    };
    let pinned = settings.at.as_deref();
    let focus = Focus {
        partition: &partition,
        pinned: pinned.filter(|at| explore.x.get(*at).is_some()),
        hovered: None,
        cut: settings.cut.map(|cut| scene_cut(&layout, cut)),
    };
    let scene = Scene::new(&layout, View::new(&layout, camera, viewport), &focus);
    let values = Values::new(explore.clone());
    let values = match explore.poked.is_some() {
        true => {
            let explore = explore.clone();
            let marks: Marks = Arc::new(move |flat| explore.moved(flat));
            values.with_marks(marks)
        }
        false => values,
    };
    let paint = Paint {
        colour_by: match settings.color {
            Color::Value => ColourBy::Value,
            Color::Set => ColourBy::Set,
        },
        t: settings.t,
        limit: limits.at(settings.t),
        ..Paint::default()
    };
    let svg = Svg {
        has_labels: true,
        has_ground: false,
    };
    PreEscaped(svg.print(&scene, &values, &paint))
}

/// Steps of the scale of colours.
const STEPS: i32 = 32;

/// The scale of values up to a limit; where colours are those of sets, there is none.
pub fn scale(settings: &Settings, limit: f64) -> Markup {
    if settings.color == Color::Set {
        return html! {};
    }
    let palette = palette();
    let limit_text = crate::lab::number::short(limit, 3);
    html! {
        p.scale {
            "≤ −" (limit_text) " "
            svg width="160" height="10" viewBox=(format!("0 0 {} 10", 2 * STEPS + 1)) preserveAspectRatio="none" {
                @for step in -STEPS..=STEPS {
                    @let colour = css(palette.value(f64::from(step) / f64::from(STEPS), 1.0));
                    // Wider than its place, so that no seam is seen.
                    rect x=(step + STEPS) y="0" width="2" height="10" fill=(colour) {}
                }
            }
            " ≥ " (limit_text)
        }
    }
}
