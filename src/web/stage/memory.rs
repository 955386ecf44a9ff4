//! What this browser remembers, where it has a memory: a frame without an origin has none.

const CHARACTERS: &str = "normscope.keys";
const OFF: &str = "off";

fn memory() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}

/// Whether letters, digits and signs are keys: they are until somebody turns them off.
pub fn has_characters() -> bool {
    let kept = memory().and_then(|memory| memory.get_item(CHARACTERS).ok().flatten());
    kept.as_deref() != Some(OFF)
}

/// Remembers it.
pub fn keep_characters(has_characters: bool) {
    let Some(memory) = memory() else { return };
    // A full or forbidden memory forgets it with the visit.
    let _ = match has_characters {
        true => memory.remove_item(CHARACTERS),
        false => memory.set_item(CHARACTERS, OFF),
    };
}
