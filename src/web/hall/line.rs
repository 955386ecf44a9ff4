//! The line between the page before the audience and the speaker's window.
//!
//! The page opens the window under a name that nobody can guess. The window calls its opener with that name and one
//! end of a channel; the page takes it if it knows the name and the caller has its own origin, as a page from disk has
//! none. Nobody else has an end of the channel, and it ends with either document: so nothing that is said
//! can be heard or said by others. After either is loaded anew, the window calls again: it keeps its name and its opener,
//! and the page keeps the name in its session.

use super::talk::Talk;
use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use std::cell::RefCell;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{MessageChannel, MessageEvent, MessagePort, Window};

/// How the names of speakers' windows begin.
const PREFIX: &str = "normscope-speaker-";

/// Where the page before the audience keeps the name of its speaker's window.
const KEPT: &str = "normscope-speaker";

const CALL_INTERVAL: Duration = Duration::from_millis(500);

#[derive(Default)]
struct Line {
    port: Option<MessagePort>,
    heard: Option<Closure<dyn FnMut(MessageEvent)>>,
    /// Whether the other has answered
    is_open: bool,
    /// The speaker's window, as long as this page knows it
    window: Option<Window>,
    /// Its name
    name: Option<String>,
}

thread_local! {
    static LINE: RefCell<Line> = RefCell::new(Line::default());
}

/// Whether this is a speaker's window.
pub fn is_speaker() -> bool {
    own_name().is_some()
}

fn own_name() -> Option<String> {
    window().name().ok().filter(|name| name.starts_with(PREFIX))
}

/// What happens on the line.
pub type Heard = fn(super::Hall, Talk);

/// Opens the speaker's window with this address, or shows it if it is there; whether the browser allows that.
pub fn open(address: &str) -> bool {
    let open = |address: &str, name: &str| {
        let features = "popup,width=1366,height=768";
        let opened = window().open_with_url_and_target_and_features(address, name, features);
        opened.ok().flatten()
    };
    let is_there = LINE.with_borrow(|line| {
        let window = line.window.as_ref();
        line.is_open || window.is_some_and(|window| !window.closed().unwrap_or(true))
    });
    let Some(name) = known_name().or_else(new_name) else {
        return false;
    };
    keep_name(&name);
    // An address would load again what is there.
    let opened = open(if is_there { "" } else { address }, &name);
    if let Some(opened) = &opened {
        // Where a window may not come to the front, it is where it was.
        let _ = opened.focus();
    }
    LINE.with_borrow_mut(|line| {
        let is_opened = opened.is_some();
        line.window = opened;
        line.name = Some(name);
        is_opened
    })
}

fn new_name() -> Option<String> {
    let mut random = [0; 16];
    let crypto = window().crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut random).ok()?;
    let letters = random.iter().map(|byte| format!("{byte:02x}"));
    Some(letters.fold(PREFIX.to_owned(), |name, letters| name + &letters))
}

// A sandboxed frame and some private windows have no storage: there the line ends when the page is loaded anew.
fn keep_name(name: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(KEPT, name);
    }
}

fn known_name() -> Option<String> {
    let kept = || window().session_storage().ok()??.get_item(KEPT).ok()?;
    LINE.with_borrow(|line| line.name.clone()).or_else(kept)
}

/// Calls the page before the audience until it answers, and again when it is gone.
pub fn call(hall: super::Hall, heard: Heard) {
    let Some(name) = own_name() else { return };
    let call = move || {
        let is_open = LINE.with_borrow(|line| line.is_open);
        let is_there = opener().is_some_and(|opener| !opener.closed().unwrap_or(true));
        match (is_open, is_there) {
            (false, true) => call_once(hall, heard, &name),
            // It has crashed, or had no time to say so.
            (true, false) => heard(hall, Talk::Bye),
            _ => {}
        }
    };
    call();
    // As long as the window lives.
    let _ = set_interval_with_handle(call, CALL_INTERVAL);
}

fn opener() -> Option<Window> {
    let opener = window().opener().ok()?;
    opener.is_object().then(|| opener.unchecked_into())
}

/// Whether the page before the audience may still be ours: what has gone to another origin is closed to us,
/// and a browser complains of each message that does not get there. Pages from disk are all closed to each other.
fn may_be_ours(opener: &Window) -> bool {
    let own = window().origin();
    let theirs = Reflect::get(opener, &"origin".into());
    own == "null" || theirs.is_ok_and(|theirs| theirs.as_string() == Some(own))
}

fn call_once(hall: super::Hall, heard: Heard, name: &str) {
    let Some(opener) = opener().filter(may_be_ours) else {
        return;
    };
    let Ok(channel) = MessageChannel::new() else {
        return;
    };
    let message = Object::new();
    for (key, value) in [("normscope", "speaker"), ("name", name)] {
        Reflect::set(&message, &key.into(), &value.into()).expect("an object of our own");
    }
    let ports = Array::of1(&channel.port2());
    listen(hall, heard, channel.port1());
    // A page that went elsewhere meanwhile does not get it.
    let _ = opener.post_message_with_transfer(&message, &target(), &ports);
    super::greet(hall);
}

/// Takes the line if it is the speaker's window that calls.
pub fn take(hall: super::Hall, heard: Heard, event: &MessageEvent) {
    let data = event.data();
    let is_own = event.origin() == window().origin() && !is_speaker();
    let calls = is_own && text(&data, "normscope").as_deref() == Some("speaker");
    let known = known_name();
    if !calls || known.is_none() || text(&data, "name") != known {
        return;
    }
    if let Ok(port) = event.ports().get(0).dyn_into::<MessagePort>() {
        LINE.with_borrow_mut(|line| line.name = known);
        listen(hall, heard, port);
        super::greet(hall);
    }
}

fn text(data: &JsValue, key: &str) -> Option<String> {
    if !data.is_object() {
        return None;
    }
    Reflect::get(data, &key.into()).ok()?.as_string()
}

/// Origins of pages from disk are all "null", and that cannot be named.
fn target() -> String {
    match window().origin().as_str() {
        "null" => "*".to_owned(),
        origin => origin.to_owned(),
    }
}

/// Listens at an end of a channel, in the place of an older one.
fn listen(hall: super::Hall, heard: Heard, port: MessagePort) {
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(talk) = Talk::read(event.data()) {
            if let Talk::Count(_) = talk {
                LINE.with_borrow_mut(|line| line.is_open = true);
            }
            heard(hall, talk);
        }
    });
    port.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    LINE.with_borrow_mut(|line| {
        if let Some(old) = line.port.replace(port) {
            old.set_onmessage(None);
            old.close();
        }
        line.heard = Some(listener);
        line.is_open = false;
    });
}

/// Ends the line.
pub fn end() {
    LINE.with_borrow_mut(|line| {
        if let Some(port) = line.port.take() {
            port.set_onmessage(None);
            port.close();
        }
        line.is_open = false;
        // The listener may be what is running: it stays until there is another.
    });
}

/// Says something, if there is a line.
pub fn say(talk: &Talk) {
    LINE.with_borrow(|line| {
        if let Some(port) = &line.port {
            // What is said can be cloned, but for a file that is gone.
            let _ = port.post_message(&talk.to_js());
        }
    });
}

/// Whether the other has answered.
pub fn is_open() -> bool {
    LINE.with_borrow(|line| line.is_open)
}
