//! YAML into values and a pod: no text breaks the reader, and what it read can be written and
//! reads the same again.
#![no_main]

use bowline_api::core::v1::Pod;
use bowline_apimachinery::codec::{MediaType, yaml};
use bowline_apimachinery::resource::Object;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = yaml::from_str(text) {
        let written = yaml::to_string(&value).expect("a value that was read");
        assert_eq!(yaml::from_str(&written).ok(), Some(value), "{written}");
    }
    let _ = yaml::documents(text);
    let _ = Pod::decode(text.as_bytes(), MediaType::Yaml);
});
