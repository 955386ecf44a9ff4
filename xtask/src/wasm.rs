//! As much of the binary format of WebAssembly as it takes to say what in a module is large.

/// Names of the sections by their number, custom ones aside.
const SECTIONS: [&str; 13] = [
    "custom",
    "types",
    "imports",
    "functions",
    "tables",
    "memories",
    "globals",
    "exports",
    "start",
    "elements",
    "code",
    "data",
    "data count",
];

/// Bytes before the first section.
const HEADER: usize = 8;

/// The module's sections and their lengths in bytes, largest first; those below a hundredth are left out.
pub fn sections(module: &[u8]) -> Vec<(&'static str, usize)> {
    let mut sections: Vec<_> = all(module)
        .map(|(number, content)| (SECTIONS[usize::from(number)], content.len()))
        .filter(|(_, len)| len * 100 >= module.len())
        .collect();
    sections.sort_by_key(|(_, len)| std::cmp::Reverse(*len));
    sections
}

/// The module without what the linker tells of it (`--emit-relocs`): no longer true once a tool has changed the module.
pub fn without_links(module: &[u8]) -> Vec<u8> {
    let mut kept = module.get(..HEADER).unwrap_or_default().to_vec();
    let mut rest = module.get(HEADER..).unwrap_or_default();
    while let Some((number, after)) = rest.split_first() {
        let mut after = after;
        let mut content = block(&mut after);
        let section = &rest[..rest.len() - after.len()];
        rest = after;
        let name = if *number == 0 {
            block(&mut content)
        } else {
            b""
        };
        if name != b"linking" && !name.starts_with(b"reloc.") {
            kept.extend(section);
        }
    }
    kept
}

/// Name and length of the code of each function that has a name.
pub fn functions(module: &[u8]) -> Vec<(String, usize)> {
    let section = |wanted: u8| all(module).find(|(number, _)| *number == wanted);
    let imported = section(2).map_or(0, |(_, content)| imported(content));
    let names = all(module)
        .filter(|(number, _)| *number == 0)
        .find_map(|(_, content)| names(content))
        .unwrap_or_default();
    let Some((_, mut code)) = section(10) else {
        return Vec::new();
    };
    let count = number(&mut code);
    let lengths: Vec<usize> = (0..count).map(|_| block(&mut code).len()).collect();
    let named = names.into_iter().filter_map(|(function, name)| {
        let len = lengths.get(function.checked_sub(imported)?)?;
        Some((name, *len))
    });
    named.collect()
}

/// Lengths of all functions of one group, largest group first.
pub fn sums(functions: &[(String, usize)], group: fn(&str) -> &str) -> Vec<(String, usize)> {
    let mut sums = std::collections::HashMap::new();
    for (name, len) in functions {
        *sums.entry(group(name)).or_insert(0) += len;
    }
    let mut sums: Vec<_> = sums
        .into_iter()
        .map(|(name, sum)| (name.to_owned(), sum))
        .collect();
    sums.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    sums
}

/// `tachys` of `<tachys::view::AnyView as …>::build`.
pub fn crate_of(name: &str) -> &str {
    let is_inside = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let name = name.trim_start_matches(|letter| !is_inside(letter));
    name.split(|letter| !is_inside(letter))
        .next()
        .unwrap_or(name)
}

/// A function's name without the hash at its end.
pub fn plain(name: &str) -> &str {
    name.rsplit_once("::h")
        .filter(|(_, hash)| hash.len() == 16)
        .map_or(name, |(plain, _)| plain)
}

/// Number and content of each section.
fn all(module: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = module.get(HEADER..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (number, after) = rest.split_first()?;
        rest = after;
        Some((*number, block(&mut rest)))
    })
}

/// How many functions the import section names; they are numbered before the module's own.
fn imported(mut content: &[u8]) -> usize {
    let mut functions = 0;
    for _ in 0..number(&mut content) {
        block(&mut content);
        block(&mut content);
        match byte(&mut content) {
            0 => {
                number(&mut content);
                functions += 1;
            }
            // A table has a type before its limits; a global has a type and whether it changes.
            1 => {
                byte(&mut content);
                limits(&mut content);
            }
            2 => limits(&mut content),
            _ => content = content.get(2..).unwrap_or_default(),
        }
    }
    functions
}

fn limits(content: &mut &[u8]) {
    let has_most = byte(content) & 1 == 1;
    number(content);
    if has_most {
        number(content);
    }
}

/// The functions' names, where this is the section of names.
fn names(mut content: &[u8]) -> Option<Vec<(usize, String)>> {
    if block(&mut content) != b"name" {
        return None;
    }
    while !content.is_empty() {
        let kind = byte(&mut content);
        let mut part = block(&mut content);
        if kind == 1 {
            let count = number(&mut part);
            let name = |_| {
                let function = number(&mut part);
                (
                    function,
                    String::from_utf8_lossy(block(&mut part)).into_owned(),
                )
            };
            return Some((0..count).map(name).collect());
        }
    }
    None
}

fn byte(bytes: &mut &[u8]) -> u8 {
    bytes.split_off_first().copied().unwrap_or(0)
}

/// A number in LEB128.
fn number(bytes: &mut &[u8]) -> usize {
    let (mut value, mut shift) = (0, 0);
    loop {
        let next = byte(bytes);
        value |= usize::from(next & 127) << shift;
        shift += 7;
        if next < 128 || shift > 56 {
            return value;
        }
    }
}

/// Bytes with their number before them.
fn block<'a>(bytes: &mut &'a [u8]) -> &'a [u8] {
    let len = number(bytes).min(bytes.len());
    bytes.split_off(..len).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{crate_of, functions, plain, sections, without_links};

    /// One imported function, and one of its own that is called `two`.
    const MODULE: &[u8] = b"\0asm\x01\0\0\0\
        \x01\x04\x01\x60\0\0\
        \x02\x07\x01\x01a\x01b\0\0\
        \x03\x02\x01\0\
        \x0a\x05\x01\x03\0\x01\x0b\
        \0\x10\x04name\x01\x09\x02\0\x01b\x01\x03two";

    #[test]
    fn functions_are_numbered_after_the_imported_ones() {
        assert_eq!(functions(MODULE), [("two".to_owned(), 3)]);
    }

    #[test]
    fn largest_section_comes_first() {
        assert_eq!(sections(MODULE)[0], ("custom", 16));
    }

    #[test]
    fn what_the_linker_tells_is_dropped_and_nothing_else() {
        let told = [MODULE, b"\0\x08\x07linking", b"\0\x0c\x0areloc.CODE\x01"].concat();
        assert_eq!(without_links(&told), MODULE);
    }

    #[test]
    fn names_are_shortened() {
        assert_eq!(crate_of("<&core[1f]::fmt::Arguments as T>::fmt"), "core");
        assert_eq!(
            plain("tachys::view::build::h0123456789abcdef"),
            "tachys::view::build"
        );
    }
}
