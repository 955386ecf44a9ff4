//! The pieces of a formula in MathML.

use super::TERMS;
use crate::lab::number::{READ, short, significant};

pub(super) fn x_hat() -> String {
    term(
        "xhat",
        "<mover accent=\"true\"><mi>x</mi><mo stretchy=\"false\">ˆ</mo></mover>",
    )
}

pub(super) fn math(inner: &str) -> String {
    format!("<math displaystyle=\"true\"><mrow>{inner}</mrow></math>")
}

pub(super) fn term(id: &str, inner: &str) -> String {
    debug_assert!(TERMS.contains(&id), "{id} is no id of a symbol");
    format!("<mrow data-term=\"{id}\">{inner}</mrow>")
}

pub(super) fn number(id: &str, text: &str) -> String {
    term(id, &typeset(text))
}

/// What comes out, as a formula of its own: where there is no room, it goes on a line of its own.
pub(super) fn result(id: &str, text: &str) -> String {
    let number = term(id, &typeset(&bold(text)));
    format!(" {}", math(&format!("<mo>=</mo>{number}")))
}

/// The digits as bold ones, which are characters of their own: a font for formulas has no bold face.
fn bold(text: &str) -> String {
    const ZERO: u32 = 0x1D7CE;
    let bold = |c: char| match c.to_digit(10) {
        Some(digit) => char::from_u32(ZERO + digit).expect("ten digits in a row"),
        None => c,
    };
    text.chars().map(bold).collect()
}

/// A number as books print it: `1e−5` as a power of ten.
fn typeset(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inside) => (["(", ")"], inside),
        None => ([""; 2], text),
    };
    let Some((factor, exponent)) = digits.split_once('e') else {
        return format!("<mn>{text}</mn>");
    };
    let is_bold = factor.contains(|c| ('𝟎'..='𝟗').contains(&c));
    let ten = if is_bold { "𝟏𝟎" } else { "10" };
    let power = format!("<msup><mn>{ten}</mn><mn>{exponent}</mn></msup>");
    let [open, close] = sign.map(|s| {
        if s.is_empty() {
            String::new()
        } else {
            fence(s)
        }
    });
    match factor {
        "1" | "𝟏" => format!("{open}{power}{close}"),
        _ => format!("{open}<mn>{factor}</mn><mo>·</mo>{power}{close}"),
    }
}

/// A parenthesis as high as the line.
pub(super) fn fence(of: &str) -> String {
    format!("<mo stretchy=\"false\">{of}</mo>")
}

/// A number behind an operator: in parentheses where it is negative.
pub(super) fn signed(id: &str, value: f64) -> String {
    number(id, &in_parentheses(significant(value, READ)))
}

pub(super) fn signed_short(id: &str, value: f64) -> String {
    number(id, &in_parentheses(short(value, READ)))
}

fn in_parentheses(text: String) -> String {
    if text.starts_with('−') {
        format!("({text})")
    } else {
        text
    }
}

pub(super) fn fraction(numerator: &str, under_root: &str) -> String {
    format!("<mfrac><mrow>{numerator}</mrow><msqrt><mrow>{under_root}</mrow></msqrt></mfrac>")
}

#[cfg(test)]
mod tests {
    use super::{bold, typeset};

    #[test]
    fn small_and_large_numbers_are_powers_of_ten() {
        assert_eq!(typeset("−0.25"), "<mn>−0.25</mn>");
        assert_eq!(typeset("1e−5"), "<msup><mn>10</mn><mn>−5</mn></msup>");
        let written = "<mo stretchy=\"false\">(</mo><mn>−2.5</mn><mo>·</mo><msup><mn>10</mn><mn>7</mn></msup><mo stretchy=\"false\">)</mo>";
        assert_eq!(typeset("(−2.5e7)"), written);
        let result = typeset(&bold("−1.5e8"));
        assert_eq!(
            result,
            "<mn>−𝟏.𝟓</mn><mo>·</mo><msup><mn>𝟏𝟎</mn><mn>𝟖</mn></msup>"
        );
    }
}
