//! JSON into objects, lists and unknown kinds: what is read can be written, and reads the same
//! again.
#![no_main]

use bowline_api::apiextensions::v1::CustomResourceDefinition;
use bowline_api::core::v1::Pod;
use bowline_apimachinery::codec::{MediaType, json};
use bowline_apimachinery::dynamic::DynamicObject;
use bowline_apimachinery::list::List;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::resource::Object;
use libfuzzer_sys::fuzz_target;

fn round<T: Message + Default + PartialEq + std::fmt::Debug>(bytes: &[u8]) {
    let mut object = T::default();
    if json::decode(&mut object, bytes).is_ok() {
        let text = json::encode(&object, None).expect("an object that was read");
        let mut again = T::default();
        json::decode(&mut again, &text).expect("an object that was written");
        assert_eq!(text, json::encode(&again, None).expect("an object that was read"));
    }
}

fuzz_target!(|bytes: &[u8]| {
    round::<Pod>(bytes);
    round::<CustomResourceDefinition>(bytes);
    if let Ok(object) = DynamicObject::decode(bytes, MediaType::Json) {
        let text = object.encode(MediaType::Json).expect("an object that was read");
        DynamicObject::decode(&text, MediaType::Json).expect("an object that was written");
    }
    let _ = List::<Pod>::decode_each(bytes, MediaType::Json);
});
