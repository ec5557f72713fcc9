//! Quantities: what is read prints to what prints the same. It need not be equal: as upstream's, a
//! decimal quantity beyond the largest suffix prints without one.
#![no_main]

use bowline_apimachinery::quantity::Quantity;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(quantity) = Quantity::parse(text) {
        let printed = quantity.to_canonical_string();
        let again = Quantity::parse(&printed).expect("a quantity that was printed");
        assert_eq!(again.to_canonical_string(), printed);
    }
});
