//! x: its shape, the recipe of its values, the seed.

use super::super::live::{heard, live, shown, view_of};
use super::super::memo::Memo;
use crate::state::axes_of;
use crate::state::words::Label;
use crate::tensor::{Recipe, Source, Values};
use crate::web::files::OwnFiles;
use crate::web::language::foreign;
use crate::web::page::{first_words, label, page};
use crate::web::slider::{Input, Slider};
use leptos::prelude::*;

/// Shape, recipe and seed.
#[component]
pub fn TensorControls() -> impl IntoView {
    let page = page();
    view! {
        <section class="group">
            <h2>{label(Label::Values)}</h2>
            <RecipeControl />
            <div class="own-files">{shown(move || page.is_whole.get(), || view! { <OwnFiles /> })}</div>
            <Rank />
            <Axes />
            <FixedHint />
            <Seed />
        </section>
    }
}

/// The same of a sample that is drawn again and again: its batch size is no choice, and files are not drawn.
#[component]
pub fn SampleControls() -> impl IntoView {
    view! {
        <section class="group">
            <h2>{label(Label::Values)}</h2>
            <RecipeControl />
            <Rank />
            <Axes from=1 />
            <FixedHint />
            <Seed />
        </section>
    }
}

/// Why some lengths cannot be changed, where that is so.
#[component]
fn FixedHint() -> impl IntoView {
    let hint = page().part(|s| {
        let values = &s.source.values;
        let is_said = values.is_fixed() && values.stored().is_none();
        // The note on the recipe says it.
        let is_said = is_said && values.recipe() != Some(Recipe::Scenes);
        is_said.then(|| fixed_hint(values))
    });
    view_of(move || {
        hint.get()
            .map(|hint| view! { <p class="hint">{label(hint)}</p> })
    })
}

/// Why some lengths stay.
fn fixed_hint(values: &Values) -> Label {
    match values {
        Values::Recipe(_) => Label::DigitsHint,
        Values::Written(_) => Label::WrittenHint,
    }
}

/// The rank of x, each with the letters of its axes.
#[component]
fn Rank() -> impl IntoView {
    let page = page();
    let rank = page.part(|s| s.shape().len());
    let layer = page.part(|s| s.layer.clone());
    let own = page.part(|s| s.axes());
    let letters = move |rank: usize| {
        let axes = Some(own.get()).filter(|own| own.len() == rank);
        let axes = axes.unwrap_or_else(|| layer.with(|layer| axes_of(layer, rank)));
        let letters = axes.iter().map(|axis| axis.letter().to_string());
        format!("({})", letters.collect::<Vec<_>>().join(", "))
    };
    let choose = move |ev| {
        if let Ok(rank) = event_target_value(&ev).parse() {
            page.change(|s| s.set_rank(rank));
        }
    };
    let option = move |of: usize| {
        view! { <option value=of.to_string() selected=live(move || rank.get() == of)>{view_of(move || letters(of))}</option> }
    };
    view! {
        <label class="field close">
            <span>{label(Label::Shape)}</span>
            <select prop:value=live(move || rank.get().to_string()) on:change=heard(choose)>
                {[2, 3, 4, 5].map(option)}
            </select>
        </label>
    }
}

/// A slider for each axis.
#[component]
fn Axes(
    /// The first axis that has one
    #[prop(default = 0)]
    from: usize,
) -> impl IntoView {
    let page = page();
    let axes = page.part(|s| s.axes());
    let slider = move |(k, axis): (usize, crate::state::Axis)| {
        let set = move |value: f64, input| {
            page.drag(|s| s.set_axis(k, value.max(1.0) as usize));
            if input == Input::Settled {
                page.settle();
            }
        };
        let length = page.part(move |s| s.shape().get(k).copied().unwrap_or(1) as f64);
        // A link or a typed number may go beyond the slider; then the slider goes there too, and stays so,
        // for a scale that changed under the hand would be no scale.
        let limit = Memo::new(move |before: Option<&(f64, f64)>| {
            let longest = before.map_or(0.0, |(_, longest)| *longest);
            let limit = page.with(|s| s.axis_limit(k)) as f64;
            (1.0, length.get().max(limit).max(longest))
        });
        view! {
            <Slider
                name=format!("{} {}", first_words().axis(axis), axis.letter())
                value=length
                range=limit
                is_fixed=page.part(move |s| s.source.values.fixes(k))
                on_input=set
            />
        }
    };
    move || {
        axes.get()
            .into_iter()
            .enumerate()
            .skip(from)
            .map(slider)
            .collect_view()
    }
}

/// The option for values that are no recipe.
const WRITTEN: &str = "written";

/// What the values are like.
#[component]
fn RecipeControl() -> impl IntoView {
    let page = page();
    let recipe = page.part(|s| s.source.values.recipe());
    let name = move || recipe.get().map_or(WRITTEN, Recipe::name);
    let is_stored = page.part(|s| s.source.values.stored().is_some());
    let is_writing = RwSignal::new(false);
    let is_written =
        page.part(|s| s.source.values.recipe().is_none() || !s.source.before.is_empty());
    let choose = move |ev| {
        let name = event_target_value(&ev);
        is_writing.set(name == WRITTEN);
        if let Some(recipe) = Recipe::ALL.into_iter().find(|recipe| recipe.name() == name) {
            page.change(|s| s.set_recipe(recipe));
        }
    };
    let option = move |of: Recipe| {
        view! { <option value=of.name() selected=live(move || recipe.get() == Some(of))>{first_words().recipe(of)}</option> }
    };
    view! {
        <label class="field tall">
            <span>{label(Label::Recipe)}</span>
            <select prop:value=live(name) on:change=heard(choose)>
                {Recipe::ALL.map(option)}
                <option value=WRITTEN selected=live(move || recipe.get().is_none())>
                    {view_of(move || label(if is_stored.get() { Label::FromFile } else { Label::Written }))}
                </option>
            </select>
        </label>
        {shown(move || is_writing.get() || is_written.get(), || view! { <WrittenControl /> })}
        <p class="hint">{view_of(move || match recipe.get() {
            Some(recipe) => first_words().recipe_note(recipe),
            None if is_stored.get() => label(Label::FileHint),
            None => label(Label::WrittenNote),
        })}</p>
    }
}

/// x in the words of the link, and what is wrong with them.
#[component]
fn WrittenControl() -> impl IntoView {
    let page = page();
    let source = page.part(|s| s.source.clone());
    let error = RwSignal::new(None::<String>);
    let set = move |ev| match Source::parse(&event_target_value(&ev)) {
        Ok(source) => {
            error.set(None);
            page.change(|s| s.set_source(source));
        }
        Err(why) => error.set(Some(why.to_string())),
    };
    view! {
        <label class="field close">
            <span>"x ="</span>
            <input
                type="text"
                autocomplete="off"
                spellcheck="false"
                prop:value=live(move || source.get().to_string())
                on:change=heard(set)
            />
        </label>
        <div role="status">
            {view_of(move || error.get().map(|why| view! { <p class="alert" lang=foreign(&why)>{why.clone()}</p> }))}
        </div>
    }
}

/// The seed, and another one.
#[component]
pub(super) fn Seed() -> impl IntoView {
    let page = page();
    let seed = page.part(|s| s.seed);
    let set = move |ev| {
        if let Ok(value) = event_target_value(&ev).trim().parse() {
            page.change(|s| s.seed = value);
        }
        event_target::<web_sys::HtmlInputElement>(&ev).set_value(&seed.get_untracked().to_string());
    };
    let draw = move |_| page.change(|s| s.seed = (js_sys::Math::random() * 1e6) as u64);
    view! {
        <div class="row">
            <label class="field">
                <span>{label(Label::Seed)}</span>
                <input
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    prop:value=live(move || seed.get().to_string())
                    on:change=heard(set)
                />
            </label>
            <button type="button" on:click=heard(draw)>{label(Label::NewSeed)}</button>
        </div>
    }
}
