//! What somebody else measured, with where it stands.

use super::prose::Written;
use super::say;
use crate::state::words::LessonLabel;
use leptos::prelude::*;

impl Written {
    pub(super) fn recorded(&self, text: &str, source: &str) -> AnyView {
        let number = self.sources.iter().position(|other| other == source);
        let number = number.map_or(0, |number| number + 1).to_string();
        let (text, source) = (text.to_owned(), source.to_owned());
        let shown = format!("[{number}]");
        view! {
            <span class="recorded" title=source data-source=number>{text}<sup>{shown}</sup></span>
        }
        .into_any()
    }

    /// Where the numbers of sentences come from.
    pub(super) fn sources(&self) -> AnyView {
        if self.sources.is_empty() {
            return ().into_any();
        }
        let source = |source: &String| view! { <li>{source.clone()}</li> };
        let sources = self.sources.iter().map(source).collect::<Vec<_>>();
        view! {
            <footer class="sources">
                <h3>{say(LessonLabel::RecordedSources)}</h3>
                <ol>{sources}</ol>
            </footer>
        }
        .into_any()
    }
}

/// Numbers that somebody else measured, with their source below.
pub(super) fn recorded_table(source: &str, rows: &[Vec<String>]) -> AnyView {
    let cells = |row: &[String], is_head: bool| {
        let cell = |(k, cell): (usize, &String)| match (is_head, k) {
            // Above the names of the rows there may be nothing to say.
            (true, _) if cell.is_empty() => view! { <td></td> }.into_any(),
            (true, _) => view! { <th scope="col">{cell.clone()}</th> }.into_any(),
            (_, 0) => view! { <th scope="row">{cell.clone()}</th> }.into_any(),
            _ => view! { <td>{cell.clone()}</td> }.into_any(),
        };
        let cells = row.iter().enumerate().map(cell).collect::<Vec<_>>();
        view! { <tr>{cells}</tr> }
    };
    let head = rows.first().map(|row| cells(row, true));
    let body: Vec<_> = rows.iter().skip(1).map(|row| cells(row, false)).collect();
    view! {
        <figure class="recorded">
            <div class="wide"><table><thead>{head}</thead><tbody>{body}</tbody></table></div>
            <figcaption><b>{say(LessonLabel::Recorded)}</b> " " {source.to_owned()}</figcaption>
        </figure>
    }
    .into_any()
}
