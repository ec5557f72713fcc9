//! YAML into a pod: no text breaks the reader.
#![no_main]

use bowline_api::core::v1::Pod;
use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::resource::Object;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = Pod::decode(bytes, MediaType::Yaml);
});
