//! Numbers and shapes as Python has them.

/// `1, 2, 3`.
pub(super) fn joined<T: ToString>(values: &[T]) -> String {
    let texts: Vec<String> = values.iter().map(T::to_string).collect();
    texts.join(", ")
}

/// `(1, 2, 3)`, `(1,)`.
pub(super) fn tuple<T: ToString>(values: &[T]) -> String {
    match values {
        [only] => format!("({},)", only.to_string()),
        _ => format!("({})", joined(values)),
    }
}

/// The shortest decimals that Python reads back as the same float32.
pub(super) fn float(value: f32) -> String {
    if value.is_nan() {
        "float('nan')".to_owned()
    } else if value.is_infinite() {
        format!("float('{value}')")
    } else {
        format!("{value:?}")
    }
}

/// A list of values, eight on a line where there are more.
pub(super) fn floats(values: &[f32]) -> String {
    let rows: Vec<String> = values
        .chunks(8)
        .map(|row| joined(&row.iter().map(|&value| float(value)).collect::<Vec<_>>()))
        .collect();
    match &rows[..] {
        [] => "[]".to_owned(),
        [only] => format!("[{only}]"),
        _ => format!("[\n    {},\n]", rows.join(",\n    ")),
    }
}

/// Values as `print` shows a short tensor of one axis: four decimals, or an exponent where they differ by
/// more than a factor of 1000 or leave 10⁻⁴ … 10⁸, all padded to one width.
pub(super) fn tensor(values: &[f32]) -> String {
    format!("tensor([{}])", row(values))
}

/// Likewise of one value without an axis.
pub(super) fn scalar(value: f32) -> String {
    format!("tensor({})", row(&[value]))
}

/// The numbers alone.
pub(super) fn row(values: &[f32]) -> String {
    let counts = |value: &&f32| value.is_finite() && **value != 0.0;
    let sizes = values
        .iter()
        .filter(counts)
        .map(|value| f64::from(value.abs()));
    let (smallest, largest) = sizes.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), size| {
        (low.min(size), high.max(size))
    });
    let whole = values
        .iter()
        .filter(counts)
        .all(|value| value.fract() == 0.0);
    let apart = largest / smallest > 1000.0 || largest > 1e8;
    let exponent = apart || (!whole && smallest < 1e-4);
    let print = |value: &f32| match f64::from(*value) {
        value if value.is_nan() => "nan".to_owned(),
        value if value.is_infinite() => value.to_string(),
        value if exponent => python_exponent(&format!("{value:.4e}")),
        value if whole => format!("{value:.0}."),
        value => format!("{value:.4}"),
    };
    let widths = values.iter().filter(counts).map(|value| print(value).len());
    let width = widths.max().unwrap_or(0);
    let padded = values
        .iter()
        .map(|value| format!("{:>width$}", print(value)));
    padded.collect::<Vec<_>>().join(", ")
}

/// `1.5e-7` as `1.5e-07`.
fn python_exponent(text: &str) -> String {
    let (mantissa, exponent) = text.split_once('e').expect("an exponent was asked for");
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', exponent),
    };
    format!("{mantissa}e{sign}{digits:0>2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tensors_look_as_pytorch_prints_them() {
        // Each line is what `print(torch.tensor([...]))` of PyTorch 2.15.0 shows.
        assert_eq!(tensor(&[1.0, -2.5]), "tensor([ 1.0000, -2.5000])");
        assert_eq!(tensor(&[1.0, 2.0, -3.0]), "tensor([ 1.,  2., -3.])");
        assert_eq!(tensor(&[1e-5, 1.5]), "tensor([1.0000e-05, 1.5000e+00])");
        assert_eq!(tensor(&[0.5, f32::NAN]), "tensor([0.5000,    nan])");
        assert_eq!(tensor(&[1e9]), "tensor([1.0000e+09])");
        assert_eq!(tensor(&[0.0, 0.0]), "tensor([0., 0.])");
        assert_eq!(scalar(-0.0608), "tensor(-0.0608)");
        assert_eq!(tensor(&[]), "tensor([])");
    }

    #[test]
    fn lists_as_python_reads_them() {
        assert_eq!(floats(&[0.1, -1e-7]), "[0.1, -1e-7]");
        assert_eq!(floats(&[1.0; 9]).lines().count(), 4);
        assert_eq!(
            (tuple(&[3]), tuple(&[3, 4])),
            ("(3,)".into(), "(3, 4)".into())
        );
    }
}
