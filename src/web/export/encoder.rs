//! The browser's encoder of videos.

use super::object;
use super::webcodecs::{EncodedVideoChunk, VideoEncoder, VideoFrame};
use crate::lab::files::{Codec, Colours, Frame};
use crate::state::Film;
use js_sys::{Object, Reflect, Uint8Array};
use leptos::prelude::window;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What is asked for, best first: H.264 in its high and its plainest profile, each with the levels for films up to
/// 1920 × 1080, 4096 × 2304 and beyond; then VP9 and VP8, which slides do not take, but browsers do.
const CODECS: [&str; 8] = [
    "avc1.640028",
    "avc1.640034",
    "avc1.64003c",
    "avc1.42e028",
    "avc1.42e034",
    "avc1.42e03c",
    "vp09.00.51.08",
    "vp8",
];

/// A key frame every second, so that a film can be wound to any place.
const KEY_FRAMES: u32 = Film::RATE;

/// Frames before the first, which are not kept: some encoders make the very first key frame, which a slide shows
/// before the video is played, coarser than all others.
const WARM_UP: u32 = 1;

/// Bits for a pixel: many for a film, so that letters stay sharp.
const BITS_PER_PIXEL: f64 = 0.25;

/// The bits of a second: what every H.264 decoder for films of 1920 × 1080 takes, and no less than letters need.
const BITS_PER_SEC: [f64; 2] = [2e6, 20e6];

/// How many frames wait at most.
const QUEUE_MAX: u32 = 4;

/// Whether the browser encodes videos at all: some do not, and none does for a page that came without encryption.
pub fn is_there() -> bool {
    part(&window(), "VideoEncoder").is_function()
}

/// What the browser can encode: which codec, in which size.
pub struct Plan {
    codec: &'static str,
    /// Pixels per CSS pixel
    pub scale: u32,
    /// Width and height in pixels
    pub size: [u16; 2],
}

impl Plan {
    /// For a picture of a size in CSS pixels: the best codec, in the largest scale up to `scale` that it takes.
    /// `None` if there is no codec for any.
    pub async fn find(size_px: [u32; 2], scale: u32) -> Option<Self> {
        // One codec in a smaller scale is better than another in a larger.
        for codecs in CODECS.chunk_by(|a, b| a[..3] == b[..3]) {
            for scale in (1..=scale).rev() {
                let size =
                    size_px.map(|side| u16::try_from(even(side * scale)).unwrap_or(u16::MAX));
                for codec in codecs {
                    let plan = Self { codec, scale, size };
                    if plan.is_supported().await {
                        return Some(plan);
                    }
                }
            }
        }
        None
    }

    async fn is_supported(&self) -> bool {
        let answer = JsFuture::from(VideoEncoder::is_config_supported(&self.config())).await;
        answer.is_ok_and(|answer| part(&answer, "supported").is_truthy())
    }

    fn config(&self) -> Object {
        let [width, height] = self.size.map(f64::from);
        let [least, most] = BITS_PER_SEC;
        let rate = f64::from(Film::RATE);
        let bits = (width * height * rate * BITS_PER_PIXEL).clamp(least, most);
        object(&[
            ("codec", self.codec.into()),
            ("width", width.into()),
            ("height", height.into()),
            ("framerate", rate.into()),
            ("bitrate", bits.into()),
            // No frame is left out, however long it takes.
            ("latencyMode", "quality".into()),
        ])
    }
}

/// Chroma has half as many pixels each way.
fn even(side: u32) -> u32 {
    side.next_multiple_of(2)
}

/// An encoder at work.
pub struct Encoder {
    encoder: VideoEncoder,
    codec: &'static str,
    size: [u16; 2],
    taken: Rc<RefCell<Taken>>,
    _output: Closure<dyn FnMut(EncodedVideoChunk, JsValue)>,
    _error: Closure<dyn FnMut(JsValue)>,
}

/// What it gave.
#[derive(Default)]
struct Taken {
    frames: Vec<Frame>,
    colours: Option<Colours>,
    description: Vec<u8>,
    error: Option<JsValue>,
}

impl Encoder {
    /// One that is ready.
    ///
    /// # Errors
    ///
    /// If the browser cannot do what it said it could.
    pub fn new(plan: &Plan) -> Result<Self, JsValue> {
        let taken = Rc::new(RefCell::new(Taken::default()));
        let (to, failed) = (taken.clone(), taken.clone());
        let output = Closure::new(move |chunk, metadata| to.borrow_mut().take(&chunk, &metadata));
        let error = Closure::new(move |error| failed.borrow_mut().error = Some(error));
        let init = object(&[
            ("output", output.as_ref().clone()),
            ("error", error.as_ref().clone()),
        ]);
        let encoder = VideoEncoder::new(&init)?;
        encoder.configure(&plan.config())?;
        Ok(Self {
            encoder,
            codec: plan.codec,
            size: plan.size,
            taken,
            _output: output,
            _error: error,
        })
    }

    /// Takes a frame: its planes, as [`kernels::planes`] gives them.
    ///
    /// # Errors
    ///
    /// If the encoder has failed, now or before.
    pub fn encode(&self, planes: &[u8], place: u32) -> Result<(), JsValue> {
        if place == 0 {
            (0..WARM_UP).try_for_each(|time| self.encode_at(planes, time, true))?;
        }
        let is_key = place.is_multiple_of(KEY_FRAMES);
        self.encode_at(planes, WARM_UP + place, is_key)
    }

    /// `time` counts the frames that are not kept, too.
    fn encode_at(&self, planes: &[u8], time: u32, is_key: bool) -> Result<(), JsValue> {
        self.check()?;
        let [start, end] = [time, time + 1].map(micros);
        let [width, height] = self.size.map(f64::from);
        let colours = object(&[
            ("primaries", "bt709".into()),
            ("transfer", "iec61966-2-1".into()),
            ("matrix", "bt709".into()),
            ("fullRange", false.into()),
        ]);
        let init = object(&[
            ("format", "I420".into()),
            ("codedWidth", width.into()),
            ("codedHeight", height.into()),
            ("timestamp", start.into()),
            ("duration", (end - start).into()),
            ("colorSpace", colours.into()),
        ]);
        let frame = VideoFrame::new(&Uint8Array::from(planes), &init)?;
        let encoded = self
            .encoder
            .encode(&frame, &object(&[("keyFrame", is_key.into())]));
        frame.close();
        encoded
    }

    /// Whether so many frames wait that another should not be made yet.
    pub fn is_full(&self) -> bool {
        self.encoder.queue() > QUEUE_MAX
    }

    /// All frames, their codec and what their colours mean.
    ///
    /// # Errors
    ///
    /// If the encoder has failed.
    pub async fn finish(self) -> Result<(Codec, Option<Colours>, Vec<Frame>), JsValue> {
        JsFuture::from(self.encoder.flush()).await?;
        self.check()?;
        let taken = self.taken.take();
        let codec = match &self.codec[..3] {
            "avc" => Codec::H264(taken.description),
            "vp8" => Codec::Vp8,
            _ => Codec::Vp9,
        };
        Ok((codec, taken.colours, taken.frames))
    }

    fn check(&self) -> Result<(), JsValue> {
        self.taken.borrow().error.clone().map_or(Ok(()), Err)
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        // One that failed is closed already.
        let _ = self.encoder.close();
    }
}

impl Taken {
    fn take(&mut self, chunk: &EncodedVideoChunk, metadata: &JsValue) {
        let time = (chunk.timestamp() * f64::from(Film::RATE) / 1e6).round() as u32;
        if let Some(place) = time.checked_sub(WARM_UP) {
            let data = Uint8Array::new_with_length(chunk.len());
            chunk.copy_to(&data);
            self.frames.push(Frame {
                place,
                is_key: chunk.kind() == "key",
                data: data.to_vec(),
            });
        }
        let config = part(metadata, "decoderConfig");
        if config.is_object() {
            self.description = Uint8Array::new(&part(&config, "description")).to_vec();
            let space = part(&config, "colorSpace");
            let name = |key| part(&space, key).as_string().unwrap_or_default();
            self.colours = Colours::named(
                &name("primaries"),
                &name("transfer"),
                &name("matrix"),
                part(&space, "fullRange").is_truthy(),
            );
        }
    }
}

/// When a frame begins, in millionths of a second.
fn micros(place: u32) -> f64 {
    (f64::from(place) * 1e6 / f64::from(Film::RATE)).round()
}

/// A part of an object, or of nothing.
fn part(of: &JsValue, key: &str) -> JsValue {
    Reflect::get(of, &key.into()).unwrap_or_default()
}
