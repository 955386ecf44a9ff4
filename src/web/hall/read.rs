//! A message as it came, as a plain value.

use crate::state::hall::{Field, Heard, MOST_LINK_BYTES};
use js_sys::{JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// More fields than any message has.
const MOST_FIELDS: u32 = 4;

/// The value of a message, no longer than those that are understood.
pub fn heard(data: &JsValue) -> Heard {
    if let Field::Text(text) = field(data) {
        return Heard::Text(text);
    }
    if !is_plain(data) {
        return Heard::Other;
    }
    let keys = Object::keys(data.unchecked_ref::<Object>());
    if keys.length() > MOST_FIELDS {
        return Heard::Other;
    }
    let read = |key: JsValue| {
        let value = Reflect::get(data, &key).ok()?;
        Some((key.as_string()?, field(&value)))
    };
    match keys.iter().map(read).collect() {
        Some(fields) => Heard::Fields(fields),
        None => Heard::Other,
    }
}

fn field(value: &JsValue) -> Field {
    let text = value.dyn_ref::<JsString>();
    match (text, value.as_f64()) {
        (Some(text), _) if text.length() as usize <= MOST_LINK_BYTES => Field::Text(text.into()),
        (_, Some(number)) => Field::Number(number),
        _ => Field::Other,
    }
}

/// Whether it is an object and nothing more: what comes from elsewhere was made anew here, and has this page's own prototype.
fn is_plain(value: &JsValue) -> bool {
    let prototype = |of: &JsValue| Object::get_prototype_of(of);
    value.is_object() && Object::is(&prototype(value), &prototype(&Object::new()))
}
