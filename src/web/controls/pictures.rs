//! Which pictures are shown, whose style they take, and all that makes x and the layer.

use super::super::live::{heard, live, shown};
use super::CubeControls;
use crate::lab::pictures::{SHOWN, Setup};
use crate::state::words::PicturesLabel;
use crate::web::page::{Page, page, words};
use crate::web::slider::{Input, Slider};
use leptos::prelude::*;

/// The style and the pictures, above the controls of the layer.
#[component]
pub fn PicturesControls() -> impl IntoView {
    let page = page();
    let has_more = page.part(|s| s.shape()[0] > SHOWN);
    view! {
        <section class="group">
            <h2>{text(PicturesLabel::Style)}</h2>
            <Style />
        </section>
        {shown(move || has_more.get(), || view! { <First /> })}
        <CubeControls />
    }
}

fn text(label: PicturesLabel) -> &'static str {
    words().pictures_label(label)
}

/// What a slider calls: all values of a drag are one step of undo.
fn change(page: Page, set: fn(&mut Setup, usize)) -> impl Fn(f64, Input) + Copy {
    move |value, input| {
        page.drag(|s| {
            set(&mut s.pictures, value.max(0.0) as usize);
            let pictures = s.shape()[0];
            s.pictures.fit(pictures);
        });
        if input == Input::Settled {
            page.settle();
        }
    }
}

/// Whether all pictures take the style of one, and of which.
#[component]
fn Style() -> impl IntoView {
    let page = page();
    let is_on = page.part(|s| s.pictures.style.is_some());
    let toggle = move |_| {
        page.change(|s| {
            let style = s.pictures.style.unwrap_or(s.pictures.first);
            s.pictures.toggle_style(style);
        });
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=live(move || is_on.get()) on:change=heard(toggle) />
            <span>{text(PicturesLabel::TakesStyle)}</span>
        </label>
        {shown(move || is_on.get(), move || view! {
            <Slider
                name=text(PicturesLabel::Picture).to_owned()
                value=page.part(|s| s.pictures.style.unwrap_or(0) as f64)
                range=page.part(|s| (0.0, (s.shape()[0] - 1) as f64))
                is_fixed=page.part(|s| s.shape()[0] == 1)
                on_input=change(page, |setup, picture| setup.style = Some(picture))
            />
        })}
        <p class="hint">{text(PicturesLabel::StyleHint)}</p>
    }
}

/// The first of the pictures that are shown.
#[component]
fn First() -> impl IntoView {
    let page = page();
    view! {
        <section class="group">
            <Slider
                name=text(PicturesLabel::First).to_owned()
                value=page.part(|s| s.pictures.first as f64)
                range=page.part(|s| (0.0, (s.shape()[0] - 1) as f64))
                on_input=change(page, |setup, picture| setup.first = picture)
            />
            <p class="hint">{text(PicturesLabel::FirstHint)}</p>
        </section>
    }
}
