//! What the fuzz targets reach into; there only in builds of the fuzzer.

use bowline_api::core::v1::Pod;
use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::resource::{ApiResource, Resource as _};

use crate::watch::{Frames, RawEvent};

/// The events of a watch that arrives in pieces of `size` bytes, in a form to compare.
pub fn watch_events(media_type: MediaType, bytes: &[u8], size: usize) -> Vec<String> {
    let resource: ApiResource = Pod::api_resource();
    let mut frames = Frames::new(media_type);
    let mut events = Vec::new();
    for piece in bytes.chunks(size) {
        frames.push(piece);
        loop {
            match frames.next() {
                Ok(Some(frame)) => match RawEvent::read(&frame, media_type) {
                    Ok(event) => events.push(format!("{:?}", event.decode::<Pod>(&resource))),
                    Err(fault) => events.push(fault),
                },
                Ok(None) => break,
                Err(fault) => {
                    events.push(format!("{fault:?}"));
                    return events;
                }
            }
        }
    }
    events
}
