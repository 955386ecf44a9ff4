//! Which pictures are looked at, and whose style they take.

/// Most pictures that are shown side by side.
pub const SHOWN: usize = 4;

/// What one chooses of a batch of pictures; [`Setup::fit`] keeps it within the batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Setup {
    /// The picture whose means and deviations all others take, behind the layer
    pub style: Option<usize>,
    /// The first picture that is shown
    pub first: usize,
}

impl Setup {
    /// Keeps it within a batch of so many pictures.
    pub fn fit(&mut self, pictures: usize) {
        let last = pictures.saturating_sub(1);
        self.first = self.first.min(last);
        self.style = self.style.map(|style| style.min(last));
    }

    /// Takes the style of this picture, or of none if it was taken already.
    pub fn toggle_style(&mut self, picture: usize) {
        self.style = (self.style != Some(picture)).then_some(picture);
    }
}
