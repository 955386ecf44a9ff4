//! The animation as the frames of a film.

use super::{Clock, Speed};

/// A run of the timeline that begins and ends with a hold, and holds at each stage on the way, for a slide.
///
/// Motion and speed are those of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Film {
    first: f64,
    clock: Clock,
}

impl Film {
    /// Frames in a second.
    pub const RATE: u32 = 30;

    /// How long a stage is held, so that a lecturer can name it.
    const HOLD_SECS: f64 = 1.0;

    /// From the stage `first` to the last one.
    pub fn new(first: f64, speed: Speed) -> Self {
        Self {
            first,
            clock: Clock::play(first, speed).with_rest(Self::HOLD_SECS),
        }
    }

    /// How long it runs.
    pub fn duration_secs(&self) -> f64 {
        f64::from(self.frames()) / f64::from(Self::RATE)
    }

    /// How many frames it has.
    pub fn frames(&self) -> u32 {
        let secs = self.clock.duration_secs() + 2.0 * Self::HOLD_SECS;
        (secs * f64::from(Self::RATE)).round() as u32
    }

    /// The stage that a frame shows.
    pub fn t(&self, frame: u32) -> f64 {
        let secs = f64::from(frame) / f64::from(Self::RATE) - Self::HOLD_SECS;
        match secs < 0.0 {
            true => self.first,
            false => self.clock.stage(secs).unwrap_or(self.clock.end()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::LAST_STAGE;

    #[test]
    fn a_film_holds_each_stage_and_goes_from_one_to_the_next_as_the_page_does() {
        for speed in Speed::ALL {
            let film = Film::new(0.0, speed);
            let ts: Vec<f64> = (0..film.frames()).map(|frame| film.t(frame)).collect();
            for stage in [0.0, 1.0, 2.0, LAST_STAGE] {
                let held = ts.iter().filter(|t| **t == stage).count();
                assert!((29..=32).contains(&held), "{held} frames at {stage}");
            }
            assert!(ts.windows(2).all(|pair| pair[0] <= pair[1]));
            // From the first hold to the first rest a film is a run of the page.
            let clock = Clock::play(0.0, speed);
            let moving = (30..60).map(|frame| film.t(frame)).take_while(|t| *t < 1.0);
            for (frame, t) in (0..).zip(moving) {
                let page = clock.stage(f64::from(frame) / 30.0).expect("a run");
                assert!((t - page).abs() < 1e-9, "frame {frame}: {t}, not {page}");
            }
        }
    }

    #[test]
    fn a_film_lasts_as_long_as_its_stages_and_holds() {
        assert_eq!(Film::new(0.0, Speed::Normal).frames(), 201);
        assert_eq!(Film::new(1.0, Speed::Normal).frames(), 144);
        assert!((Film::new(0.0, Speed::Normal).duration_secs() - 6.7).abs() < 1e-9);
    }
}
