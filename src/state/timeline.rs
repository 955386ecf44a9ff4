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
    speed: Speed,
}

impl Clock {
    /// Runs from `t` to the last stage; from the last stage it starts over.
    pub fn play(t: f64, speed: Speed) -> Self {
        let from = if t >= LAST_STAGE { 0.0 } else { t };
        Self {
            from,
            to: LAST_STAGE,
            speed,
        }
    }

    /// Runs from `t` to the next whole stage; from the last stage to the first at once.
    pub fn step(t: f64, speed: Speed) -> Self {
        if t >= LAST_STAGE {
            return Self {
                from: 0.0,
                to: 0.0,
                speed,
            };
        }
        Self {
            from: t,
            to: t.floor() + 1.0,
            speed,
        }
    }

    /// The stage that the run ends at.
    pub fn end(&self) -> f64 {
        self.to
    }

    /// The stage `elapsed_secs` after the start; `None` once the run is over.
    pub fn stage(&self, elapsed_secs: f64) -> Option<f64> {
        let mut left = elapsed_secs.max(0.0) / self.speed.stage_secs();
        let mut from = self.from;
        while from < self.to {
            let to = (from.floor() + 1.0).min(self.to);
            let length = to - from;
            if left < length {
                return Some(from + length * ease(left / length));
            }
            left -= length;
            if to < self.to {
                if left < REST {
                    return Some(to);
                }
                left -= REST;
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
    fn a_step_ends_at_the_next_whole_stage() {
        assert_eq!(Clock::step(0.0, Speed::Fast).end(), 1.0);
        assert_eq!(Clock::step(1.5, Speed::Fast).end(), 2.0);
        assert_eq!(Clock::step(3.0, Speed::Fast).end(), 0.0);
        assert_eq!(Clock::step(1.5, Speed::Fast).stage(0.21), None);
    }
}
