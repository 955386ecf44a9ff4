//! WebCodecs, bound by hand: what web-sys has of it is still called unstable.

use js_sys::{Object, Promise, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    pub type VideoEncoder;
    #[wasm_bindgen(constructor, catch)]
    pub fn new(init: &Object) -> Result<VideoEncoder, JsValue>;
    #[wasm_bindgen(static_method_of = VideoEncoder, js_name = isConfigSupported)]
    pub fn is_config_supported(config: &Object) -> Promise;
    #[wasm_bindgen(method, catch)]
    pub fn configure(this: &VideoEncoder, config: &Object) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn encode(this: &VideoEncoder, frame: &VideoFrame, options: &Object)
    -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter, js_name = encodeQueueSize)]
    pub fn queue(this: &VideoEncoder) -> u32;
    #[wasm_bindgen(method)]
    pub fn flush(this: &VideoEncoder) -> Promise;
    #[wasm_bindgen(method, catch)]
    pub fn close(this: &VideoEncoder) -> Result<(), JsValue>;

    pub type VideoFrame;
    #[wasm_bindgen(constructor, catch)]
    pub fn new(planes: &Uint8Array, init: &Object) -> Result<VideoFrame, JsValue>;
    #[wasm_bindgen(method)]
    pub fn close(this: &VideoFrame);

    pub type EncodedVideoChunk;
    #[wasm_bindgen(method, getter, js_name = type)]
    pub fn kind(this: &EncodedVideoChunk) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn timestamp(this: &EncodedVideoChunk) -> f64;
    #[wasm_bindgen(method, getter, js_name = byteLength)]
    pub fn len(this: &EncodedVideoChunk) -> u32;
    #[wasm_bindgen(method, js_name = copyTo)]
    pub fn copy_to(this: &EncodedVideoChunk, to: &Uint8Array);
}
