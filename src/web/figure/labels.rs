//! What names the sets where cells are coloured by set.

use super::super::memo::Memo;
use super::super::page::page;
use super::{SceneSignal, theme};
use crate::scene::SetLabel;
use crate::scene::colour::{Palette, Rgb, css};
use crate::state::Color;
use leptos::prelude::*;

/// A label on each stretch of a set that has room for one.
#[component]
pub fn SetLabels(
    /// The scene below
    scene: SceneSignal,
) -> impl IntoView {
    let page = page();
    let is_by_set = page.part(|s| s.color == Color::Set);
    let labels = Memo::new(move |_| {
        let scene = scene.get().filter(|_| is_by_set.get())?;
        let partition = scene.partition();
        let palette = theme(page).palette();
        let ground = |label: &SetLabel| palette.set_number(partition, label.set);
        let labels = scene.set_labels(SetLabel::MOST);
        let grounded = labels.into_iter().map(|label| (ground(&label), label));
        Some(grounded.collect::<Vec<_>>())
    });
    move || labels.get().into_iter().flatten().map(text).collect_view()
}

/// Its lines around its middle; the set's colour around the letters keeps lines of the cube off them.
fn text((ground, label): (Rgb, SetLabel)) -> impl IntoView {
    let [x, y] = label.centre_px;
    let above = (label.lines.len() - 1) as f64 / 2.0;
    let line = move |(k, line): (usize, String)| {
        let dy = if k == 0 {
            -above * SetLabel::LINE
        } else {
            SetLabel::LINE
        };
        view! { <tspan x=x dy=format!("{dy:.2}em")>{line}</tspan> }
    };
    let style = format!(
        "fill: {}; stroke: {}",
        css(Palette::ink_on(ground)),
        css(ground)
    );
    view! {
        <text class="set-label" y=y style=style data-set=label.set>
            {label.lines.into_iter().enumerate().map(line).collect_view()}
        </text>
    }
}
