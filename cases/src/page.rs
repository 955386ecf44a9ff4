//! What a test calls: JSON in, JSON out, as [`normscope_cases::run_json`] has both.
#![allow(
    unsafe_code,
    reason = "a test writes into this memory, and reads from it"
)]

use std::sync::atomic::{AtomicUsize, Ordering};

/// The length of what came out last.
static LENGTH: AtomicUsize = AtomicUsize::new(0);

/// Makes room for a text of so many bytes, and says where it is to be written.
#[unsafe(no_mangle)]
extern "C" fn room(len: usize) -> *mut u8 {
    vec![0; len].leak().as_mut_ptr()
}

/// Runs the case that was written there, and says where what came of it lies.
#[unsafe(no_mangle)]
extern "C" fn run(text: *const u8, len: usize) -> *const u8 {
    // SAFETY: the test passes what `room` has made for it, and has written these bytes.
    let text = unsafe { std::slice::from_raw_parts(text, len) };
    let bytes = normscope_cases::run_json(&String::from_utf8_lossy(text)).into_bytes();
    LENGTH.store(bytes.len(), Ordering::Relaxed);
    bytes.leak().as_ptr()
}

/// How many bytes it has.
#[unsafe(no_mangle)]
extern "C" fn length() -> usize {
    LENGTH.load(Ordering::Relaxed)
}
