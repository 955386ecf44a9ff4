//! `cargo xtask shots`: pictures of the page.

use crate::command::{Outcome, root, run, step};
use crate::{browser, page};

/// Takes a picture of every view in every size and style (`tests/web/views.mjs`), or the README's picture alone.
///
/// # Errors
/// The page cannot be built, or a browser cannot be had.
pub fn shots(is_readme: bool) -> Outcome {
    let mut node = browser::node()?;
    page::build()?;
    let target = if is_readme {
        root().join(page::PICTURE)
    } else {
        root().join("target/shots")
    };
    step("taking pictures", || {
        run(node.arg("tests/web/shots.mjs").arg(&target))
    })?;
    println!("See {}", target.display());
    Ok(())
}
