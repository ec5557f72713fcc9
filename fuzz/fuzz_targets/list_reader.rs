//! A list in pieces: however it is cut, the same items come out.
#![no_main]

use bowline_api::core::v1::Pod;
use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::list::ListReader;
use libfuzzer_sys::fuzz_target;

fn items(bytes: &[u8], size: usize, media_type: MediaType) -> Option<usize> {
    let mut reader = ListReader::<Pod>::new(media_type).expect("an encoding of lists");
    let mut count = 0;
    for piece in bytes.chunks(size) {
        reader.push(piece).ok()?;
        while reader.next_item().is_some() {
            count += 1;
        }
    }
    reader.finish().ok().map(|_| count)
}

fuzz_target!(|input: (u8, bool, &[u8])| {
    let (size, is_json, bytes) = input;
    let media_type = if is_json { MediaType::Json } else { MediaType::Protobuf };
    let whole = items(bytes, bytes.len().max(1), media_type);
    assert_eq!(whole, items(bytes, usize::from(size).max(1), media_type));
});
