//! The browser's worker as the page holds it.

use super::{Inner, Job};
use crate::web::program::program;
use js_sys::Array;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, ErrorEvent, MessageEvent, Url};

/// Appended to the code: the first message is the program; a failure to start reaches the page as an error event.
const BOOT: &str = "
self.isNormscope = true;
let normscope;
onmessage = ({ data }) => {
  onmessage = null;
  normscope = { program: () => data, load: (imports) => new WebAssembly.Instance(data[3], imports) };
  wasm_bindgen({ module_or_path: data[1] }).catch((cause) => setTimeout(() => { throw cause; }));
};";

/// A running worker; it ends when this is dropped.
pub struct Thread {
    worker: web_sys::Worker,
    /// Called by the browser as long as the worker runs.
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _broken: Closure<dyn FnMut(ErrorEvent)>,
}

impl Thread {
    /// Starts it: a classic worker from a blob.
    pub fn start(inner: &Rc<Inner>) -> Result<Thread, JsValue> {
        let program = program();
        let code = Array::of2(&program.get(0), &BOOT.into());
        let url = Url::create_object_url_with_blob(&Blob::new_with_str_sequence(&code)?)?;
        let worker = web_sys::Worker::new(&url);
        // The browser has taken the address by now: the worker is started from it all the same.
        Url::revoke_object_url(&url)?;
        let worker = worker?;
        let heard = callback(inner, |inner, event: MessageEvent| {
            inner.hear(&event.data())
        });
        let broken = callback(inner, |inner, event: ErrorEvent| {
            inner.broke(event.message())
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(broken.as_ref().unchecked_ref()));
        worker.post_message(&program)?;
        Ok(Thread {
            worker,
            _heard: heard,
            _broken: broken,
        })
    }

    /// Posts a job; none only takes the place of the one before it.
    pub fn post(&self, number: u64, job: Option<&Job>) {
        let message = Array::of1(&(number as f64).into());
        if let Some(Job { words, files, turn }) = job {
            message.push(&words.into());
            message.push(files);
            message.push(&(*turn).into());
        }
        self.worker
            .post_message(&message)
            .expect("numbers, texts and files can be posted");
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn callback<E: wasm_bindgen::convert::FromWasmAbi + 'static>(
    inner: &Rc<Inner>,
    act: fn(&Rc<Inner>, E),
) -> Closure<dyn FnMut(E)> {
    let inner: Weak<Inner> = Rc::downgrade(inner);
    Closure::new(move |event| {
        if let Some(inner) = inner.upgrade() {
            act(&inner, event);
        }
    })
}
