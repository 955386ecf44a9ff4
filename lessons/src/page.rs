//! What the page calls, in a memory of its own: text in, a course out, as [`normscope_lessons::decode`] reads it.
#![allow(
    unsafe_code,
    reason = "the page writes into this memory, and reads from it"
)]

use std::sync::atomic::{AtomicUsize, Ordering};

/// The length of what was read last.
static LENGTH: AtomicUsize = AtomicUsize::new(0);

/// Makes room for a text of so many bytes, and says where it is to be written.
#[unsafe(no_mangle)]
extern "C" fn room(len: usize) -> *mut u8 {
    vec![0; len].leak().as_mut_ptr()
}

/// Reads the text that was written there, and says where the course lies.
#[unsafe(no_mangle)]
extern "C" fn read(text: *const u8, len: usize) -> *const u8 {
    // SAFETY: the page passes what `room` has made for it, and has written these bytes.
    let text = unsafe { std::slice::from_raw_parts(text, len) };
    let course = normscope_lessons::read_lessons(&String::from_utf8_lossy(text));
    let bytes = normscope_lessons::encode(&course);
    LENGTH.store(bytes.len(), Ordering::Relaxed);
    bytes.leak().as_ptr()
}

/// How many bytes the course has.
#[unsafe(no_mangle)]
extern "C" fn length() -> usize {
    LENGTH.load(Ordering::Relaxed)
}
