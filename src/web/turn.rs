//! Letting others go on, on the page's thread and on the worker's.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// Lets the browser do what else there is to do: messages that are there already come first.
///
/// A message to oneself comes at once; a timer would soon take 4 ms, and a second in a tab that is not seen.
pub async fn next_turn() {
    let channel = MessageChannel::new().expect("a page and a worker have channels");
    let (here, there) = (channel.port1(), channel.port2());
    let wait = Promise::new(&mut |resolve, _| here.set_onmessage(Some(&resolve)));
    there
        .post_message(&JsValue::NULL)
        .expect("nothing can be posted");
    JsFuture::from(wait).await.expect("a message comes");
    here.close();
}
