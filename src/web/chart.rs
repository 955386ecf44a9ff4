//! A canvas that plotters draws on, sharp on every screen.

use super::dom;
use super::memo::Memo;
use super::page::page;
use crate::chart::Style;
use leptos::html::Canvas;
use leptos::prelude::*;
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea};
use plotters_canvas::CanvasBackend;

/// What plotters draws on.
pub type Area = DrawingArea<CanvasBackend, Shift>;

/// Draws with `draw` whenever something that it reads has changed.
/// It is given the area, the size in CSS pixels, and the style.
pub fn draw_on(
    canvas: NodeRef<Canvas>,
    size: Memo<(f64, f64)>,
    draw: impl Fn(&Area, (f64, f64), Style) -> Result<(), String> + 'static,
) {
    let page = page();
    Effect::new(move || {
        let Some(canvas) = canvas.get() else { return };
        let (width, height) = size.get();
        if width < 40.0 || height < 20.0 {
            return;
        }
        let ratio = dom::pixel_ratio();
        canvas.set_width((width * ratio).round() as u32);
        canvas.set_height((height * ratio).round() as u32);
        let Some(backend) = CanvasBackend::with_canvas_object(canvas) else {
            return;
        };
        let style = Style {
            device_pixel_ratio: ratio,
            ..style(page)
        };
        if let Err(error) = draw(&backend.into_drawing_area(), (width, height), style) {
            leptos::logging::error!("a chart cannot be drawn: {error}");
        }
    });
}

/// The style of all charts of the page.
pub fn style(page: super::page::Page) -> Style {
    let style = Style::new(super::figure::theme(page));
    match page.presenting.get() {
        true => style.with_font_px(page.type_px.get()),
        false => style,
    }
}
