//! The animation as a video: frame by frame, as fast as the browser encodes them.

use super::super::page::Page;
use super::super::time::{has_mean, named_stage};
use super::super::turn::next_turn;
use super::encoder::{Encoder, Plan};
use super::picture::{Look, Studio, Subject};
use super::sitting::Sitting;
use super::{link, raster};
use crate::lab::files::Video;
use crate::scene::colour::{Palette, css};
use crate::state::Film;
use leptos::prelude::{Get, untrack};
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;

/// The film of the page's own speed, from x on; without a mean, x − μ is x and the film begins there.
pub fn film(page: Page) -> Film {
    let first = if has_mean(page) { 0.0 } else { 1.0 };
    Film::new(first, page.speed.get())
}

/// What is filmed, and how: what becomes of the page meanwhile is not seen.
pub struct Shot {
    sitting: Sitting,
    film: Film,
    has_labels: bool,
    has_mean: bool,
    title: String,
    link: String,
}

/// How filming ended.
pub enum Taken {
    /// With a video
    Video(Video),
    /// It was given up
    GivenUp,
    /// The browser encodes no picture of this size
    NoCodec,
}

impl Shot {
    /// Of what is shown now; `None` while there is no answer to the newest settings.
    pub fn of(page: Page, studio: Studio, of: Subject, look: Look) -> Option<Self> {
        // A video has no transparency.
        let look = Look {
            has_ground: true,
            ..look
        };
        untrack(|| {
            Some(Self {
                sitting: studio.sitting(of, look)?,
                film: film(page),
                // A chart without them would say nothing.
                has_labels: look.has_labels || of != Subject::Tensor,
                has_mean: has_mean(page),
                title: studio.title(of),
                link: link(page),
            })
        })
    }

    /// Films it with up to `scale` pixels per CSS pixel. `goes_on` is told how many frames there are and says
    /// whether the video is still wanted.
    ///
    /// # Errors
    ///
    /// If the browser cannot paint or encode a frame.
    pub async fn take(self, scale: u32, goes_on: impl Fn(u32) -> bool) -> Result<Taken, JsValue> {
        let Some(mut screen) = Screen::open(&self, scale).await? else {
            return Ok(Taken::NoCodec);
        };
        let encoder = Encoder::new(&screen.plan)?;
        for frame in 0..self.film.frames() {
            screen.show(self.film.t(frame)).await?;
            encoder.encode(&screen.planes, frame)?;
            // The page is drawn between two frames, and the encoder gets time.
            loop {
                next_turn().await;
                if !goes_on(frame + 1) {
                    return Ok(Taken::GivenUp);
                }
                if !encoder.is_full() {
                    break;
                }
            }
        }
        let size = screen.plan.size;
        let (codec, colours, frames) = encoder.finish().await?;
        Ok(Taken::Video(Video {
            codec,
            size,
            rate: Film::RATE,
            colours,
            frames,
            title: self.title,
            link: self.link,
        }))
    }
}

/// Where frames are painted.
struct Screen<'a> {
    shot: &'a Shot,
    plan: Plan,
    context: CanvasRenderingContext2d,
    /// The stage that is seen
    t: Option<f64>,
    /// What is seen, for the encoder
    planes: Vec<u8>,
}

impl<'a> Screen<'a> {
    /// As large as the picture and the line above it; `None` if the browser encodes no such size.
    async fn open(shot: &'a Shot, scale: u32) -> Result<Option<Self>, JsValue> {
        let image = raster::image(&shot.svg(0.0)?).await?;
        let size_px = [image.width(), image.height() + shot.head_px()];
        let Some(plan) = Plan::find(size_px, scale).await else {
            return Ok(None);
        };
        let [width, height] = plan.size.map(u32::from);
        let (_, context) = raster::canvas(width, height)?;
        Ok(Some(Self {
            shot,
            plan,
            context,
            t: None,
            planes: Vec::new(),
        }))
    }

    /// Shows a stage: while it is held, once.
    async fn show(&mut self, t: f64) -> Result<(), JsValue> {
        if self.t.replace(t) == Some(t) {
            return Ok(());
        }
        let image = raster::image(&self.shot.svg(t)?).await?;
        let (context, scale) = (&self.context, self.plan.scale);
        let [width, height] = self.plan.size.map(f64::from);
        let palette = self.shot.sitting.palette();
        context.set_fill_style_str(&css(palette.ground));
        context.fill_rect(0.0, 0.0, width, height);
        let head = f64::from(self.shot.head_px() * scale);
        raster::paint(context, &image, scale, head)?;
        if self.shot.has_labels {
            let text = self.shot.sitting.text_px() * f64::from(scale);
            context.set_fill_style_str(&css(palette.ink));
            context.set_font(&format!("600 {text}px {}", Palette::FONT));
            context.set_text_baseline("middle");
            let name = named_stage(t, self.shot.has_mean);
            context.fill_text(&name, MARGIN_PX * f64::from(scale), head / 2.0)?;
        }
        let pixels = context.get_image_data(0.0, 0.0, width, height)?.data();
        self.planes = kernels::planes(&pixels, self.plan.size.map(usize::from));
        Ok(())
    }
}

/// Room before the stage's name, as around the picture.
const MARGIN_PX: f64 = 8.0;

impl Shot {
    fn svg(&self, t: f64) -> Result<String, JsValue> {
        let svg = self.sitting.svg(t);
        svg.ok_or_else(|| "the picture cannot be drawn".into())
    }

    /// Height of the line above the picture, in which the stage is named.
    fn head_px(&self) -> u32 {
        match self.has_labels {
            true => (2.0 * self.sitting.text_px()).ceil() as u32,
            false => 0,
        }
    }
}
