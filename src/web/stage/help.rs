//! The list of keys.

use super::cover::cover;
use super::{memory, say, stage};
use crate::state::stage::{Line, When, lines};
use crate::state::words::{Label, StageLabel};
use crate::web::live::{heard, live};
use crate::web::page::{label, words};
use leptos::prelude::*;

/// What the keys do, and whether letters are among them.
#[component]
pub fn Help() -> impl IntoView {
    cover(stage().is_help, "export help", StageLabel::Keys, || {
        view! {
            <div class="row">
                <h2>{say(StageLabel::Keys)}</h2>
                <button type="button" class="quiet" aria-label=label(Label::Close) on:click=heard(|_| stage().is_help.set(false))>"×"</button>
            </div>
            <div class="key-groups">{groups()}</div>
            <Characters />
        }
        .into_any()
    })
}

/// The lines below the headings that they share.
fn groups() -> Vec<AnyView> {
    let mut groups: Vec<(StageLabel, Vec<Line>)> = Vec::new();
    for line in lines() {
        let heading = When::heading(line.when);
        match groups.iter_mut().find(|(of, _)| *of == heading) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((heading, vec![line])),
        }
    }
    groups.into_iter().map(group).collect()
}

fn group((heading, lines): (StageLabel, Vec<Line>)) -> AnyView {
    let row = |line: Line| {
        let keys = line.keys.into_iter().map(|key| {
            view! { <kbd>{words().key(key)}</kbd> " " }
        });
        view! { <div><dt>{keys.collect::<Vec<_>>()}</dt><dd>{say(line.words)}</dd></div> }
    };
    let rows = lines.into_iter().map(row).collect::<Vec<_>>();
    view! { <section><h3>{say(heading)}</h3><dl>{rows}</dl></section> }.into_any()
}

/// Turns letters, digits and signs off and on.
#[component]
fn Characters() -> impl IntoView {
    let has = stage().has_characters;
    let change = move |_| {
        has.update(|has| *has = !*has);
        memory::keep_characters(has.get_untracked());
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=live(move || has.get()) on:change=heard(change) />
            <span>{say(StageLabel::CharacterKeys)} <small>{say(StageLabel::CharacterKeysHint)}</small></span>
        </label>
    }
}
