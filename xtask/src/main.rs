//! The project's commands: `cargo xtask serve`, `test`, `bench`, `bundle`, `fuzz`, `shots`.
//!
//! They need rustup and a C linker, and Node where they say so, and fetch the rest into `target/tools`.

mod base64;
mod bench;
mod browser;

mod bundle;
mod command;
mod finish;
mod fuzz;
mod lessons;
mod offline;
mod pack;
mod page;
mod program;
mod serve;
mod server;
mod shots;
mod split;
mod test;
mod tools;
mod torch;
mod wasm;
mod weight;

use command::Outcome;

const USAGE: &str = "\
cargo xtask serve [--port N]   builds the page and serves it at http://127.0.0.1:8080
cargo xtask serve --watch      the same with a quick build, again after every change
cargo xtask test [--torch]     everything that is checked before a change lands; needs Node
cargo xtask bench [--torch]    what the page weighs, how fast it starts, how long layers and training take; needs Node
cargo xtask bundle             one HTML file that opens from disk: dist/normscope.html
cargo xtask fuzz [TARGET]      looks for input that no reader bears, --minutes N (10) each; needs a C++ compiler
cargo xtask shots [--readme]   pictures of every view in target/shots; needs Node";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Err(reason) = run(&arguments) {
        eprintln!("\n{reason}");
        std::process::exit(1);
    }
}

fn run(arguments: &[String]) -> Outcome {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve"] => serve::serve(serve::PORT),
        ["serve", "--port", port] => match port.parse() {
            Ok(port) => serve::serve(port),
            Err(_) => Err(format!("--port takes a number up to 65535, not {port}.")),
        },
        ["serve", "--watch"] => serve::watch(),
        ["test"] => test::test(false),
        ["test", "--torch"] => test::test(true),
        ["bench", flags @ ..] => bench::bench(bench_settings(flags)?),
        ["bundle"] => bundle::bundle(),
        ["fuzz", words @ ..] => fuzz::fuzz(&fuzz::Settings::parse(words)?),
        ["shots"] => shots::shots(false),
        ["shots", "--readme"] => shots::shots(true),
        ["finish"] => finish::finish(),
        ["cases"] => program::cases(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("There is no such command.\n\n{USAGE}")),
    }
}

fn bench_settings(flags: &[&str]) -> Outcome<bench::Settings> {
    let mut settings = bench::Settings::default();
    for flag in flags {
        match *flag {
            "--quick" => settings.is_quick = true,
            "--torch" => settings.with_torch = true,
            _ => return Err(format!("bench takes --torch and --quick, not {flag}.")),
        }
    }
    Ok(settings)
}
