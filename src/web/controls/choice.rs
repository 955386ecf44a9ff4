//! One of a few, each of them seen.

use crate::state::Settings;
use crate::web::live::{heard, live};
use crate::web::memo::Memo;
use crate::web::page::page;
use leptos::prelude::*;

/// What can be chosen, and what it does.
pub struct Choice<T: 'static, const N: usize> {
    /// What is chosen, in words
    pub name: &'static str,
    /// A name of its own in the page
    pub id: &'static str,
    /// How they lie: `choices` with `methods`, `single` or `thirds`
    pub class: &'static str,
    /// Each with its name, in the order of the control
    pub all: [(T, String); N],
    /// What is chosen
    pub chosen: fn(&Settings) -> T,
    /// Chooses another
    pub choose: fn(&mut Settings, T),
}

impl<T: Copy + PartialEq + Send + Sync, const N: usize> Choice<T, N> {
    /// The control; `has_legend` tells whether its name stands above it.
    pub fn view(self, has_legend: bool) -> impl IntoView {
        let page = page();
        let Self {
            id, chosen, choose, ..
        } = self;
        let chosen: Memo<T> = page.part(chosen);
        let radio = move |(of, name): (T, String)| {
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name=id
                        prop:checked=live(move || chosen.get() == of)
                        on:change=heard(move |_| page.change(|s| choose(s, of)))
                    />
                    <span>{name}</span>
                </label>
            }
        };
        view! {
            <fieldset class=self.class role="radiogroup" aria-label=self.name>
                {has_legend.then(|| view! { <legend>{self.name}</legend> })}
                {self.all.map(radio)}
            </fieldset>
        }
    }
}
