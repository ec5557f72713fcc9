//! Protobuf into a pod: what is read can be written, and reads the same again.
#![no_main]

use bowline_api::core::v1::Pod;
use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::resource::Object;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(pod) = Pod::decode(bytes, MediaType::Protobuf) {
        let written = pod.encode(MediaType::Protobuf).expect("a pod that was read");
        let again = Pod::decode(&written, MediaType::Protobuf).expect("a pod that was written");
        assert_eq!(written, again.encode(MediaType::Protobuf).expect("a pod"));
    }
});
