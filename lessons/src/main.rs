//! Reads lessons: in the page, for a lecturer's own; at a command line, to say what is wrong in a file.
#![cfg_attr(target_arch = "wasm32", no_main)]

#[cfg(target_arch = "wasm32")]
mod page;

/// `lessons FILE`: what is wrong in the lesson, by line, as far as that can be told without the figure.
#[cfg(not(target_arch = "wasm32"))]
fn main() {
    let files = std::env::args().skip(1);
    let mut is_wrong = false;
    for file in files {
        match std::fs::read_to_string(&file) {
            Ok(text) => {
                for fault in normscope_lessons::read_lessons(&text).faults {
                    println!("{file}: {fault}");
                    is_wrong = true;
                }
            }
            Err(error) => {
                println!("{file}: {error}");
                is_wrong = true;
            }
        }
    }
    std::process::exit(i32::from(is_wrong));
}
