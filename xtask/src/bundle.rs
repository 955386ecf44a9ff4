//! `cargo xtask bundle`: the page as one file that opens from disk and asks no host for anything.

use crate::base64::encode;
use crate::command::{Outcome, read, read_bytes, write};
use crate::page;

/// Builds the page and writes `dist/normscope.html`.
///
/// # Errors
/// The page cannot be built, or holds something that a single file cannot carry.
pub fn bundle() -> Outcome {
    page::build()?;
    let dist = page::dist();
    let html = carry(&read(&dist.join("index.html"))?, |name| {
        read_bytes(&dist.join(name))
    })?;
    let path = dist.join("normscope.html");
    write(&path, &html)?;
    println!("{}: {} bytes, opens from disk", path.display(), html.len());
    Ok(())
}

/// The page with the files it names put into it; `file` gives a file's bytes.
fn carry(html: &str, file: impl Fn(&str) -> Outcome<Vec<u8>>) -> Outcome<String> {
    let mut html = html.to_owned();
    while let Some(link) = element(&html, "<link ", ">", "href=\"./") {
        let name = named(&link, "href")?;
        let bytes = file(name)?;
        let carried = match attribute(&link, "rel") {
            Some("stylesheet") => format!("<style>{}</style>", String::from_utf8_lossy(&bytes)),
            Some("icon") => link.replace(
                &format!("./{name}"),
                &format!("data:image/svg+xml;base64,{}", encode(&bytes)),
            ),
            _ => return Err(format!("{link} is nothing that one file can carry.")),
        };
        html = html.replace(&link, &carried);
    }
    let parts = element(&html, "<script id=\"parts\"", ">", "").ok_or("The page has no #parts.")?;
    let mut carried = String::new();
    for (part, name) in files(&parts) {
        let text = encode(&file(name)?);
        carried += &format!("<script id=\"part-{part}\" type=\"text/plain\">{text}</script>\n");
    }
    html = html.replace(&parts, &(carried + "<script id=\"parts\">"));
    match html.find("=\"./") {
        Some(at) => Err(format!("This still names a file: {:.80}", &html[at..])),
        None => Ok(html),
    }
}

/// The first piece from `start` to `end` that holds `mark`.
fn element(html: &str, start: &str, end: &str, mark: &str) -> Option<String> {
    html.match_indices(start)
        .filter_map(|(at, _)| Some(&html[at..at + html[at..].find(end)? + end.len()]))
        .find(|element| element.contains(mark))
        .map(str::to_owned)
}

fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = element.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// The files that the attributes of an element name, each with what it is: of `data-wasm="./a.wasm"`, `wasm` and `a.wasm`.
fn files(element: &str) -> impl Iterator<Item = (&str, &str)> {
    element.split(" data-").skip(1).filter_map(|attribute| {
        let (part, value) = attribute.split_once("=\"./")?;
        Some((part, value.split('"').next()?))
    })
}

/// The file that an attribute names, without the leading `./`.
fn named<'a>(element: &'a str, name: &str) -> Outcome<&'a str> {
    attribute(element, name)
        .and_then(|value| value.strip_prefix("./"))
        .ok_or(format!("{element} names no file of ours in {name}."))
}

#[cfg(test)]
mod tests {
    use super::carry;

    const PAGE: &str = "<link rel=\"icon\" href=\"./a.svg\"><link rel=\"stylesheet\" href=\"./a.css\"/>\
        <script id=\"parts\" data-glue=\"./a.js\" data-wasm=\"./a.wasm\" \
        data-digits=\"./a.bin\" data-wasm-bytes=\"9\" data-lessons-en=\"./l.bin\" data-reader=\"./r.bin\" data-look=\"./l.css\">start()</script>";

    #[test]
    fn carries_every_file_it_names() {
        let html = carry(PAGE, |name| Ok(format!("[{name}]").into_bytes())).unwrap();
        assert!(html.contains("<style>[a.css]</style>"), "{html}");
        assert!(
            html.contains("href=\"data:image/svg+xml;base64,W2Euc3ZnXQ==\""),
            "{html}"
        );
        assert!(
            html.contains("id=\"part-wasm\" type=\"text/plain\">W2Eud2FzbV0=<"),
            "{html}"
        );
        assert!(
            html.contains("id=\"part-lessons-en\" type=\"text/plain\">W2wuYmluXQ==<"),
            "{html}"
        );
        assert!(html.contains("<script id=\"parts\">start()"), "{html}");
    }

    #[test]
    fn carries_the_rest_where_the_page_is_in_two() {
        let split = PAGE.replace("data-digits", "data-rest=\"./b.wasm\" data-digits");
        let html = carry(&split, |name| Ok(format!("[{name}]").into_bytes())).unwrap();
        assert!(
            html.contains("id=\"part-rest\" type=\"text/plain\">W2Iud2FzbV0=<"),
            "{html}"
        );
        assert!(!carry(PAGE, |_| Ok(vec![])).unwrap().contains("part-rest"));
    }

    #[test]
    fn refuses_what_it_cannot_carry() {
        let image = format!("{PAGE}<img src=\"./picture.png\">");
        assert!(carry(&image, |_| Ok(vec![])).is_err());
    }
}
