//! JSON into a pod: what is read can be written, and reads the same again.
#![no_main]

use bowline_api::core::v1::Pod;
use bowline_apimachinery::codec::json;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut pod = Pod::default();
    if json::decode(&mut pod, bytes).is_ok() {
        let text = json::encode(&pod, None).expect("a pod that was read");
        let mut again = Pod::default();
        json::decode(&mut again, &text).expect("a pod that was written");
        assert_eq!(pod, again);
    }
});
