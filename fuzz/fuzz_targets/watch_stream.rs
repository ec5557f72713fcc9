//! A watch in pieces: however it is cut, the same events come out.
#![no_main]

use bowline_apimachinery::codec::MediaType;
use bowline_client::fuzzing::watch_events;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, bool, &[u8])| {
    let (size, is_json, bytes) = input;
    let media_type = if is_json { MediaType::Json } else { MediaType::Protobuf };
    let whole = watch_events(media_type, bytes, usize::MAX);
    assert_eq!(whole, watch_events(media_type, bytes, usize::from(size).max(1)));
});
