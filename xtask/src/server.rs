//! A file server for one folder and one reader: no cache, no listing, nothing outside of the folder.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};

/// Answers requests for the folder's files for ever, each connection in a thread of its own.
pub fn answer(listener: &TcpListener, folder: &Path) {
    for stream in listener.incoming().flatten() {
        let folder = folder.to_owned();
        // A reader who goes away in the middle of an answer is no failure of the server.
        std::thread::spawn(move || respond(&stream, &folder).ok());
    }
}

fn respond(stream: &TcpStream, folder: &Path) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = request.split(' ');
    let (method, address) = (words.next().unwrap_or(""), words.next().unwrap_or("/"));
    let found =
        file(folder, address).and_then(|path| Some((mime(&path), std::fs::read(path).ok()?)));
    let (status, kind, body) = match found {
        _ if method != "GET" && method != "HEAD" => {
            ("405 Method Not Allowed", "text/plain", vec![])
        }
        Some((kind, body)) => ("200 OK", kind, body),
        None => ("404 Not Found", "text/plain", b"Not found".to_vec()),
    };
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cache-Control: no-cache\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// The file at an address; `None` where the address leaves the folder.
fn file(folder: &Path, address: &str) -> Option<PathBuf> {
    let address = address.split(['?', '#']).next()?;
    let relative = Path::new(address.trim_start_matches('/'));
    let stays = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let path = folder.join(relative);
    stays.then(|| {
        if path.is_dir() {
            path.join("index.html")
        } else {
            path
        }
    })
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("md" | "txt") => "text/plain; charset=utf-8",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{answer, file};
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::path::Path;

    #[test]
    fn addresses_stay_in_the_folder() {
        let folder = Path::new("served");
        assert_eq!(
            file(folder, "/a/b.js?x=1").as_deref(),
            Some(Path::new("served/a/b.js"))
        );
        assert_eq!(file(folder, "/../secret"), None);
        assert_eq!(file(folder, "/a/../../secret"), None);
    }

    #[test]
    fn folder_gives_its_index_and_a_missing_file_404() {
        let folder = std::env::temp_dir().join(format!("normscope-server-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("index.html"), "the page").unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let served = folder.clone();
        std::thread::spawn(move || answer(&listener, &served));
        let get = |path: &str| {
            let mut stream = TcpStream::connect(address).unwrap();
            write!(stream, "GET {path} HTTP/1.1\r\nHost: test\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        };
        let page = get("/?x=randn(4,6)");
        assert!(
            page.starts_with("HTTP/1.1 200") && page.ends_with("the page"),
            "{page}"
        );
        assert!(get("/missing.js").starts_with("HTTP/1.1 404"));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
