//! Quantities: what is read prints to what is equal.
#![no_main]

use bowline_apimachinery::quantity::Quantity;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(quantity) = Quantity::parse(text) {
        let again = Quantity::parse(&quantity.to_string()).expect("a quantity that was printed");
        assert_eq!(quantity, again);
    }
});
