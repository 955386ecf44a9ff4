//! The samples of all faces as one image.

use wasm_bindgen::Clamped;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::super::Pane;
use super::context_of;
use crate::scene::{Gatherer, Patch, Piece, Values};

/// Least width of the image.
const WIDTH: usize = 1024;

/// A canvas that is never shown, one pixel for each sample.
pub(super) struct Sheet {
    pub canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Sheet {
    pub fn new(beside: &HtmlCanvasElement) -> Result<Self, JsValue> {
        let document = beside
            .owner_document()
            .ok_or("a canvas outside a document")?;
        let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
        Ok(Self {
            context: context_of(&canvas)?,
            canvas,
        })
    }

    /// Paints the samples of all pieces, and tells where those of each begin.
    pub fn paint<'a>(
        &self,
        pane: &Pane,
        values: &Values,
        pieces: impl Iterator<Item = &'a Piece> + Clone,
    ) -> Result<Vec<[usize; 2]>, JsValue> {
        let (places, [width, height]) = places(pieces.clone());
        let mut pixels = vec![255; 4 * width * height];
        let mut gatherer = Gatherer::new(pane.scene.layout(), values);
        for (piece, &[left, top]) in pieces.zip(&places) {
            let columns = piece.patch.grid()[0];
            let colours = pane.scene.colours(&mut gatherer, &pane.paint, piece);
            for (row, colours) in colours.chunks(columns).enumerate() {
                let first = 4 * ((top + row) * width + left);
                for (pixel, colour) in pixels[first..].chunks_mut(4).zip(colours) {
                    pixel[..3].copy_from_slice(colour);
                }
            }
        }
        let (width, height) = (width as u32, height as u32);
        if self.canvas.width() < width || self.canvas.height() < height {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
        }
        if !places.is_empty() {
            let image =
                ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), width, height)?;
            self.context.put_image_data(&image, 0.0, 0.0)?;
        }
        Ok(places)
    }
}

/// Puts the grids side by side, in rows as high as the highest in each; and the size of the whole.
fn places<'a>(pieces: impl Iterator<Item = &'a Piece> + Clone) -> (Vec<[usize; 2]>, [usize; 2]) {
    let grids = pieces.map(|piece| Patch::grid(&piece.patch));
    let width = grids.clone().map(|grid| grid[0]).fold(WIDTH, usize::max);
    let ([mut left, mut top], mut row) = ([0, 0], 0);
    let place = |[columns, rows]: [usize; 2]| {
        if left + columns > width {
            (left, top, row) = (0, top + row, 0);
        }
        let place = [left, top];
        (left, row) = (left + columns, row.max(rows));
        place
    };
    let places = grids.map(place).collect();
    (places, [width, top + row])
}
