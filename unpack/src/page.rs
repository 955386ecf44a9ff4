//! What the page calls. It runs once for each packed part, in a memory of its own.
#![allow(
    unsafe_code,
    reason = "the page writes into this memory, and reads from it"
)]

use crate::{Damaged, Unpacking, unpacked_len};
use core::arch::wasm32::{memory_grow, memory_size};
use core::mem::MaybeUninit;
use core::slice::{from_raw_parts, from_raw_parts_mut};

/// Bytes of a page of memory.
const PAGE: usize = 1 << 16;

/// What is unpacked; written by [`open`], before which nothing is.
static mut UNPACKING: MaybeUninit<Unpacking> = MaybeUninit::uninit();

/// Makes room for so many packed bytes, and says where they are to be written; 0 where there is no room.
#[unsafe(no_mangle)]
extern "C" fn room(len: usize) -> usize {
    let start = memory_size::<0>() * PAGE;
    match memory_grow::<0>(len.div_ceil(PAGE)) {
        usize::MAX => 0,
        _ => start,
    }
}

/// Takes up the bytes that were written there, and says where what comes out of them will lie;
/// 0 where that has no length that is believed, or there is no room.
#[unsafe(no_mangle)]
extern "C" fn open(packed: usize, len: usize) -> usize {
    // SAFETY: the page passes what `room` has made for it, not 0, and has written these bytes.
    let packed = unsafe { from_raw_parts(packed as *const u8, len) };
    let Some(len) = unpacked_len(packed) else {
        return 0;
    };
    let start = room(len);
    if start == 0 {
        return 0;
    }
    // SAFETY: the memory is new, so it is there, zero, and nobody else has it. There is one thread.
    unsafe {
        let out = from_raw_parts_mut(start as *mut u8, len);
        (*(&raw mut UNPACKING)).write(Unpacking::new(packed, out));
    }
    start
}

/// How many bytes will have come out of it.
#[unsafe(no_mangle)]
extern "C" fn length() -> usize {
    unpacking().out.len()
}

/// Goes on for some bytes: 0 where there is more to do, 1 where all is there, −1 where it is damaged.
#[unsafe(no_mangle)]
extern "C" fn step(bytes: usize) -> i32 {
    match unpacking().step(bytes) {
        Ok(is_done) => i32::from(is_done),
        Err(Damaged) => -1,
    }
}

fn unpacking() -> &'static mut Unpacking<'static> {
    // SAFETY: the page has opened it, there is one thread, and nobody keeps it beyond a call.
    unsafe { (*(&raw mut UNPACKING)).assume_init_mut() }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
