//! LaTeX as MathML.

use super::Formula;
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage, push_mathml};

/// The longest formula, in bytes.
const LONGEST: usize = 4000;
/// The deepest, in braces.
const DEEPEST: usize = 40;

/// All elements of MathML Core that a formula may consist of, and all their attributes: there is no way to a script from here.
const ELEMENTS: [&str; 27] = [
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "mstyle",
    "merror",
    "mpadded",
    "mphantom",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "mtable",
    "mtr",
    "mtd",
    "menclose",
];
const ATTRIBUTES: [&str; 24] = [
    "display",
    "mathvariant",
    "stretchy",
    "fence",
    "separator",
    "largeop",
    "movablelimits",
    "symmetric",
    "form",
    "lspace",
    "rspace",
    "minsize",
    "maxsize",
    "accent",
    "accentunder",
    "displaystyle",
    "scriptlevel",
    "width",
    "height",
    "depth",
    "linethickness",
    "columnalign",
    "data-term",
    "dir",
];

/// What stands between two equations in one display.
const PARTED: &str = r"\qquad";

impl Formula {
    /// Reads LaTeX. Equations that `\qquad` parts in a display are elements of their own: a line breaks between them.
    ///
    /// # Errors
    ///
    /// In words, if it is not understood.
    pub(crate) fn new(latex: &str, is_display: bool) -> Result<Self, String> {
        let whole = || Self::element(latex, is_display);
        let mathml = match is_display && latex.contains(PARTED) {
            // Within something else it parts nothing.
            true => {
                let parts = latex.split(PARTED).map(|part| Self::element(part, true));
                let parts: Result<Vec<_>, _> = parts.collect();
                parts.map(|parts| parts.join(" ")).or_else(|_| whole())?
            }
            false => whole()?,
        };
        Ok(Self {
            latex: latex.to_owned(),
            mathml,
        })
    }

    /// A `<math>` element.
    fn element(latex: &str, is_display: bool) -> Result<String, String> {
        let depth = latex.bytes().scan(0_usize, |depth, byte| {
            *depth = match byte {
                b'{' => *depth + 1,
                b'}' => depth.saturating_sub(1),
                _ => *depth,
            };
            Some(*depth)
        });
        if latex.len() > LONGEST || depth.max().unwrap_or(0) > DEEPEST {
            return Err("it is too long or too deep".to_owned());
        }
        let storage = Storage::new();
        let events: Vec<_> = Parser::new(latex, &storage).collect();
        if let Some(error) = events.iter().find_map(|event| event.as_ref().err()) {
            let error = error.to_string();
            return Err(error.lines().next().unwrap_or_default().to_owned());
        }
        let config = RenderConfig {
            display_mode: match is_display {
                true => DisplayMode::Block,
                false => DisplayMode::Inline,
            },
            ..RenderConfig::default()
        };
        let mut mathml = String::new();
        push_mathml(&mut mathml, events.into_iter(), config).map_err(|e| e.to_string())?;
        // LaTeX’s \mu comes as the micro sign, which fonts for formulas lack.
        let mathml = mathml.replace('\u{b5}', "μ");
        let mathml = ESCAPED.iter().fold(mathml, |mathml, (raw, escaped)| {
            mathml.replace(raw, escaped)
        });
        let mathml = with_accents(&mathml);
        let mathml = plain(&mathml).ok_or("it needs more than MathML Core")?;
        Ok(with_terms(&mathml))
    }
}

/// The same with known elements and attributes alone; `None` if it has an unknown element, or something that is no MathML.
fn plain(mathml: &str) -> Option<String> {
    let mut plain = String::new();
    let mut rest = mathml;
    while let Some((text, tag)) = rest.split_once('<') {
        let (tag, after) = tag.split_once('>')?;
        plain += text;
        plain += &plain_tag(tag)?;
        rest = after;
    }
    (!rest.contains('>')).then(|| plain + rest)
}

fn plain_tag(tag: &str) -> Option<String> {
    let (tag, end) = match tag.strip_suffix('/') {
        Some(tag) => (tag, "/>"),
        None => (tag, ">"),
    };
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    let element = name.strip_prefix('/').unwrap_or(name);
    if !ELEMENTS.contains(&element) {
        return None;
    }
    let mut plain = format!("<{name}");
    let mut rest = attributes.trim();
    while !rest.is_empty() {
        let (attribute, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        if ATTRIBUTES.contains(&attribute) {
            plain += &format!(" {attribute}=\"{value}\"");
        }
        rest = after.trim_start();
    }
    Some(plain + end)
}

/// What is written over a letter, as it comes and as fonts have it for that place.
const ACCENTS: [(&str, &str); 3] = [("^", "ˆ"), ("~", "˜"), ("‾", "¯")];

/// Hats and bars that sit on their letters, and not far above them.
fn with_accents(mathml: &str) -> String {
    let over = |part: &str| {
        let (letter, after) = part.split_once("</mover>")?;
        let (letter, sign) = letter.strip_suffix("</mi>")?.rsplit_once("<mi>")?;
        let (_, accent) = ACCENTS.iter().find(|(plain, _)| *plain == sign)?;
        Some(format!(
            "<mover accent=\"true\">{letter}<mo stretchy=\"false\">{accent}</mo></mover>{after}"
        ))
    };
    let mut parts = mathml.split("<mover>");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| over(part).unwrap_or_else(|| format!("<mover>{part}")));
    rest.fold(first, |all, part| all + &part)
}

/// Signs that have a meaning in MathML’s own text, as they come and as they are written.
const ESCAPED: [(&str, &str); 3] = [
    ("<mo><</mo>", "<mo>&lt;</mo>"),
    ("<mo>></mo>", "<mo>&gt;</mo>"),
    ("<mi>&</mi>", "<mi>&amp;</mi>"),
];

/// How the symbols of the figure are written in MathML, and their ids in the formulas of the page;
/// longer ones before those that they contain.
const SYMBOLS: [(&str, &str); 10] = [
    ("<mi>μ</mi>", "mu"),
    ("<msup><mi>σ</mi><mn>2</mn></msup>", "var"),
    ("<mi>σ</mi>", "var"),
    ("<mi>ε</mi>", "eps"),
    ("<mi>γ</mi>", "gamma"),
    ("<mi>β</mi>", "beta"),
    ("<mi>m</mi>", "m"),
    (
        "<mover accent=\"true\"><mi>x</mi><mo stretchy=\"false\">ˆ</mo></mover>",
        "xhat",
    ),
    ("<mi>x</mi>", "x"),
    ("<mi>y</mi>", "y"),
];

/// Says of each symbol what it stands for.
fn with_terms(mathml: &str) -> String {
    let mut marked = String::new();
    let mut rest = mathml;
    'text: while !rest.is_empty() {
        for (symbol, term) in SYMBOLS {
            if let Some(after) = rest.strip_prefix(symbol) {
                let (name, inside) =
                    symbol[1..].split_at(symbol[1..].find([' ', '>']).unwrap_or(0));
                marked += &format!("<{name} data-term=\"{term}\"{inside}");
                rest = after;
                continue 'text;
            }
        }
        let next = rest.char_indices().nth(1).map_or(rest.len(), |(at, _)| at);
        marked += &rest[..next];
        rest = &rest[next..];
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_say_what_they_stand_for() {
        let formula = Formula::new(
            r"\hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}}",
            true,
        );
        let mathml = formula.expect("LaTeX").mathml;
        for term in ["xhat", "x", "mu", "var", "eps"] {
            let mark = format!("data-term=\"{term}\"");
            assert_eq!(mathml.matches(&mark).count(), 1, "{term}: {mathml}");
        }
        assert!(mathml.starts_with("<math display=\"block\">"), "{mathml}");
    }

    #[test]
    fn text_in_a_formula_stays_text() {
        let formula = Formula::new(r"\text{<img src=x onerror=alert(1)>}", false);
        let mathml = formula.map(|formula| formula.mathml);
        assert!(!mathml.is_ok_and(|m| m.contains("<img")));
        assert_eq!(plain("<math><script>1</script></math>"), None);
        let stripped = plain("<math><mi onclick=\"a()\" mathvariant=\"normal\">x</mi></math>");
        let wanted = "<math><mi mathvariant=\"normal\">x</mi></math>";
        assert_eq!(stripped.as_deref(), Some(wanted));
    }

    #[test]
    fn two_equations_are_two_elements() {
        let count = |latex, is_display| {
            let mathml = Formula::new(latex, is_display).expect("LaTeX").mathml;
            mathml.matches("<math").count()
        };
        assert_eq!(count(r"a = b, \qquad c = d", true), 2);
        assert_eq!(count(r"a = b, \qquad c = d", false), 1);
        assert_eq!(count(r"\frac{a \qquad b}{c}", true), 1);
    }

    #[test]
    fn signs_are_written_as_text() {
        let mathml = Formula::new(r"a < b > c \& d", false)
            .expect("LaTeX")
            .mathml;
        for sign in ["<mo>&lt;</mo>", "<mo>&gt;</mo>", "<mi>&amp;</mi>"] {
            assert!(mathml.contains(sign), "{mathml}");
        }
    }

    #[test]
    fn what_is_not_latex_is_an_error() {
        assert!(Formula::new(r"\frac{1}{", false).is_err());
        assert!(Formula::new(r"\nothing", false).is_err());
        assert!(Formula::new(&"{".repeat(1000), false).is_err());
    }
}
