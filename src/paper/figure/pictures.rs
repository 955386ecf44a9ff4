//! A batch as pictures.

use super::Figure;
use crate::lab::pictures::{Outcome, Row, Shown};
use crate::paper::bitmap::bitmap;
use crate::paper::desk::Desk;
use crate::state::Settings;
use crate::state::words::Words;
use maud::{Markup, html};

/// Two rows of pictures: before the layer and behind it.
pub fn figure(settings: &Settings, desk: &mut Desk, words: &'static dyn Words) -> Figure {
    let explore = desk.explore(&settings.setup());
    let mut setup = settings.pictures;
    setup.fit(explore.x.shape()[0]);
    let Some(outcome) = Outcome::of(&explore, setup) else {
        return Figure {
            headline: words.no_pictures(),
            body: html! {},
        };
    };
    let name = explore.setup.layer.to_string();
    let rows = [Row::Before, Row::Behind];
    let rows = rows.map(|row| (row, outcome.rows[row as usize].as_ref()));
    Figure {
        headline: words.pictures(&name, &outcome, setup),
        body: html! {
            @for (row, shown) in rows { @if let Some(shown) = shown {
                figure.pictures {
                    h4 { (words.pictures_row(row, &name, &outcome, setup)) " (" (words.pictures_scale(shown.scale)) ")" }
                    @for k in 0..shown.values.len() { (picture(&outcome, shown, k, words)) }
                }
            } }
        },
    }
}

fn picture(outcome: &Outcome, shown: &Shown, k: usize, words: &dyn Words) -> Markup {
    let [_, channels, height, width] = outcome.shape;
    let pixels = shown.scale.pixels(&shown.values[k], channels);
    html! {
        div {
            img src=(bitmap(&pixels, [width, height])) alt="";
            b { (words.picture(outcome.shown.start + k)) }
            @for line in words.picture_channels(&shown.channels[k]) { span { (line) } }
        }
    }
}
