//! Field sets: what is read prints to what reads the same.
#![no_main]

use bowline_apimachinery::managed_fields::FieldSet;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(set) = FieldSet::parse(text) {
        assert_eq!(FieldSet::from_value(&set.to_value()).expect("a set that was printed"), set);
    }
});
