//! Times as a speaker reads them.

/// How long something has lasted: `0:07`, `12:34`, `1:02:03`.
pub fn elapsed(secs: f64) -> String {
    let secs = secs.max(0.0) as u64;
    let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
    match hours {
        0 => format!("{minutes}:{secs:02}"),
        _ => format!("{hours}:{minutes:02}:{secs:02}"),
    }
}

/// A time of day: `9:05`, `14:30`.
pub fn time_of_day(hours: u32, minutes: u32) -> String {
    format!("{hours}:{minutes:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        let cases = [
            (-3.0, "0:00"),
            (7.9, "0:07"),
            (754.0, "12:34"),
            (3600.0, "1:00:00"),
            (3723.0, "1:02:03"),
        ];
        for (secs, text) in cases {
            assert_eq!(elapsed(secs), text);
        }
        assert_eq!(time_of_day(9, 5), "9:05");
        assert_eq!(time_of_day(14, 30), "14:30");
    }
}
