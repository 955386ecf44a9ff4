//! The running clock of the animation: seconds in, stage out.

use super::LAST_STAGE;

/// How fast the stages follow one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// For a careful look
    Slow,
    /// One stage in 0.9 seconds
    #[default]
    Normal,
    /// For a repetition
    Fast,
}

impl Speed {
    /// All, slowest first.
    pub const ALL: [Self; 3] = [Self::Slow, Self::Normal, Self::Fast];

    /// Time from one stage to the next.
    fn stage_secs(self) -> f64 {
        match self {
            Self::Slow => 2.4,
            Self::Normal => 0.9,
            Self::Fast => 0.4,
        }
    }
}

/// Rest at each whole stage, so that it can be read, as a part of the stage's time.
const REST: f64 = 0.5;

/// A run of the timeline from one stage to another.
///
/// Within a stage the motion eases in and out; at each whole stage on the way it rests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    from: f64,
    to: f64,
    stage_secs: f64,
    rest_secs: f64,
}

impl Clock {
    /// Runs from `t` to the last stage; from the last stage it starts over.
    pub fn play(t: f64, speed: Speed) -> Self {
        let from = if t >= LAST_STAGE { 0.0 } else { t };
        Self::new(from, LAST_STAGE, speed)
    }

    /// Runs from `t` to the next whole stage; from the last stage to the first at once.
    pub fn step(t: f64, speed: Speed) -> Self {
        if t >= LAST_STAGE {
            return Self::new(0.0, 0.0, speed);
        }
        Self::new(t, t.floor() + 1.0, speed)
    }

    fn new(from: f64, to: f64, speed: Speed) -> Self {
        let stage_secs = speed.stage_secs();
        Self {
            from,
            to,
            stage_secs,
            rest_secs: REST * stage_secs,
        }
    }

    /// The same with another rest at each whole stage on the way.
    #[must_use]
    pub fn with_rest(self, rest_secs: f64) -> Self {
        Self { rest_secs, ..self }
    }

    /// The same from another stage on.
    #[must_use]
    pub fn resumed(self, t: f64) -> Self {
        Self {
            from: t.min(self.to),
            ..self
        }
    }

    /// From the start to the end, with all rests.
    pub fn duration_secs(&self) -> f64 {
        let rests = (self.to.ceil() - self.from.floor() - 1.0).max(0.0);
        (self.to - self.from) * self.stage_secs + rests * self.rest_secs
    }

    /// The stage that the run ends at.
    pub fn end(&self) -> f64 {
        self.to
    }

    /// The stage `elapsed_secs` after the start; `None` once the run is over.
    pub fn stage(&self, elapsed_secs: f64) -> Option<f64> {
        let mut left_secs = elapsed_secs.max(0.0);
        let mut from = self.from;
        while from < self.to {
            let to = (from.floor() + 1.0).min(self.to);
            let length = to - from;
            let length_secs = length * self.stage_secs;
            if left_secs < length_secs {
                return Some(from + length * ease(left_secs / length_secs));
            }
            left_secs -= length_secs;
            if to < self.to {
                if left_secs < self.rest_secs {
                    return Some(to);
                }
                left_secs -= self.rest_secs;
            }
            from = to;
        }
        None
    }
}

/// Slow at both ends: `3u² − 2u³` for u from 0 to 1.
fn ease(u: f64) -> f64 {
    u * u * (3.0 - 2.0 * u)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_goes_forward_only_and_ends() {
        let clock = Clock::play(0.4, Speed::Normal);
        let stages: Vec<f64> = (0..2000)
            .map_while(|k| clock.stage(f64::from(k) * 0.005))
            .collect();
        assert!((stages[0] - 0.4).abs() < 1e-12);
        assert!(stages.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(stages.contains(&1.0) && stages.contains(&2.0), "it rests");
        let last = stages.last().expect("some stages");
        assert!(
            *last > 2.99 && stages.len() < 1000,
            "{last} after {} frames",
            stages.len()
        );
    }

    #[test]
    fn a_run_takes_as_long_as_it_says() {
        for t in [0.0, 0.4, 1.0, 2.7] {
            for clock in [
                Clock::play(t, Speed::Slow),
                Clock::play(t, Speed::Fast).with_rest(1.0),
                Clock::step(t, Speed::Normal),
            ] {
                let secs = clock.duration_secs();
                assert!(clock.stage(secs - 1e-9).is_some(), "{clock:?}");
                assert_eq!(clock.stage(secs + 1e-9), None, "{clock:?}");
            }
        }
        assert_eq!(Clock::step(3.0, Speed::Slow).duration_secs(), 0.0);
    }

    #[test]
    fn a_clock_goes_on_where_it_was_stopped() {
        let clock = Clock::play(0.0, Speed::Fast).resumed(2.5);
        assert_eq!(clock.stage(0.0), Some(2.5));
        assert_eq!(clock.end(), 3.0);
        assert_eq!(Clock::step(0.2, Speed::Slow).resumed(0.7).end(), 1.0);
        assert_eq!(Clock::step(0.2, Speed::Slow).resumed(1.0).stage(0.0), None);
    }

    #[test]
    fn a_step_ends_at_the_next_whole_stage() {
        assert_eq!(Clock::step(0.0, Speed::Fast).end(), 1.0);
        assert_eq!(Clock::step(1.5, Speed::Fast).end(), 2.0);
        assert_eq!(Clock::step(3.0, Speed::Fast).end(), 0.0);
        assert_eq!(Clock::step(1.5, Speed::Fast).stage(0.21), None);
    }
}
