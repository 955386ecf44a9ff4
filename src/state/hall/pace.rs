//! How often something is told that changes all the time: seldom, and once at the end.

/// Milliseconds from one time to the next.
pub const INTERVAL_MS: f64 = 200.0;

/// When something was last told, and whether it will be told again.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pace {
    told_at_ms: Option<f64>,
    is_waiting: bool,
}

impl Pace {
    /// Something has changed: in how many milliseconds to tell it; `None` if that is on its way already.
    pub fn changed(&mut self, now_ms: f64) -> Option<f64> {
        if std::mem::replace(&mut self.is_waiting, true) {
            return None;
        }
        let since_ms = |then: f64| (now_ms - then).max(0.0);
        let wait_ms = |then| (INTERVAL_MS - since_ms(then)).max(0.0);
        Some(self.told_at_ms.map_or(0.0, wait_ms))
    }

    /// It is told now, as it has become by now.
    pub fn told(&mut self, now_ms: f64) {
        *self = Self {
            told_at_ms: Some(now_ms),
            is_waiting: false,
        };
    }
}
