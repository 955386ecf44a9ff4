//! Numbers as the page prints them: a true minus sign, a fixed number of significant digits.

/// Digits where numbers are compared, as in the table.
pub const COMPARED: usize = 6;
/// Digits where numbers are read, as in the formula.
pub const READ: usize = 4;

/// `value` with `digits` significant digits, trailing zeros kept.
///
/// ```
/// use normscope::lab::number::significant;
/// assert_eq!(significant(-1.859_171_9, 6), "−1.85917");
/// assert_eq!(significant(1.234_567e-9, 6), "1.23457e−9");
/// assert_eq!(significant(0.5, 4), "0.5000");
/// ```
///
/// Outside 10⁻⁴ … 10⁶ an exponent is used. Zero is `0`; NaN and infinities are named.
pub fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    let scientific = format!("{value:.*e}", digits.saturating_sub(1));
    let (mantissa, exponent) = scientific
        .split_once('e')
        .expect("Rust prints an exponent when asked for one");
    let exponent: i32 = exponent.parse().expect("Rust prints whole exponents");
    let text = if (-4..6).contains(&exponent) {
        let decimals = digits as i32 - 1 - exponent;
        format!("{value:.*}", decimals.max(0) as usize)
    } else {
        format!("{mantissa}e{exponent}")
    };
    text.replace('-', "−")
}

/// `value` with at most `digits` significant digits and no trailing zeros: for what was typed.
///
/// ```
/// use normscope::lab::number::short;
/// assert_eq!(short(0.5, 6), "0.5");
/// assert_eq!(short(1e-5, 6), "1e−5");
/// ```
pub fn short(value: f64, digits: usize) -> String {
    let text = significant(value, digits);
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, format!("e{exponent}")),
        None => (text.as_str(), String::new()),
    };
    let mantissa = if mantissa.contains('.') {
        mantissa.trim_end_matches('0').trim_end_matches('.')
    } else {
        mantissa
    };
    mantissa.to_owned() + &exponent
}

/// `value` rounded to `digits` significant digits, with zeros in the place of the others below ten million:
/// for what spreads so much that more digits would say nothing.
///
/// ```
/// use normscope::lab::number::rounded;
/// assert_eq!(rounded(2359.4, 2), "2400");
/// assert_eq!(rounded(121_110.0, 2), "120,000");
/// assert_eq!(rounded(0.2379, 2), "0.24");
/// assert_eq!(rounded(9.52e7, 2), "9.5e7");
/// ```
pub fn rounded(value: f64, digits: usize) -> String {
    let text = format!("{value:.*e}", digits.saturating_sub(1));
    match text.parse::<f64>() {
        Ok(whole @ 1.0..1e7) if whole.fract() == 0.0 => count(whole as usize),
        Ok(near) => short(near, digits),
        Err(_) => short(value, digits),
    }
}

/// How many, as it is read: in groups of three digits from five digits on.
///
/// ```
/// use normscope::lab::number::count;
/// assert_eq!(count(2048), "2048");
/// assert_eq!(count(31_500_000), "31,500,000");
/// ```
pub fn count(n: usize) -> String {
    let digits = n.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().collect();
    String::from_utf8_lossy(&groups.join(&b',')).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponent_begins_where_the_rounded_number_leaves_the_range() {
        let six = |value| significant(value, COMPARED);
        assert_eq!(six(999_999.4), "999999");
        assert_eq!(six(999_999.6), "1.00000e6");
        assert_eq!(six(1e-4), "0.000100000");
        assert_eq!(six(0.000_099_999_99), "0.000100000");
        assert_eq!(six(0.000_099_999_4), "9.99994e−5");
        assert_eq!(six(123_456.7), "123457");
    }

    #[test]
    fn signs_zeros_and_what_is_no_number() {
        assert_eq!(significant(-0.0, 6), "0");
        assert_eq!(significant(-2.5e-7, 4), "−2.500e−7");
        assert_eq!(significant(f64::NAN, 6), "NaN");
        assert_eq!(significant(f64::NEG_INFINITY, 6), "−∞");
        assert_eq!(short(-3.0, 6), "−3");
        assert_eq!(short(100.0, 6), "100");
        assert_eq!(short(1.5e-7, 6), "1.5e−7");
    }

    #[test]
    fn the_printed_number_is_within_half_a_unit_of_its_last_digit() {
        let mut value = 1.234_567_891e-12_f64;
        while value < 1e12 {
            let printed: f64 = significant(value, 6).replace('−', "-").parse().unwrap();
            assert!((printed - value).abs() <= 5.000_001e-6 * value, "{value}");
            value *= -1.7;
            value = value.abs();
        }
    }
}
