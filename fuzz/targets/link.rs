#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| normscope_fuzz::link(data));
