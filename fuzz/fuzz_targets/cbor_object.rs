//! CBOR into a value: what is read can be written, and reads the same again.
#![no_main]

use bowline_apimachinery::codec::cbor;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(value) = cbor::from_slice(bytes) {
        assert_eq!(cbor::from_slice(&cbor::encode_value(&value)), Ok(value));
    }
});
