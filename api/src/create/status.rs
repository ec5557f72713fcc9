//! Emptying the status of an object of any kind.

use bowline_apimachinery::reflect::{Message, Mut};

/// Sets every field of `status` to nothing.
pub(super) fn reset(object: &mut dyn Message) {
    if let Some(index) = object.descriptor().find("status", usize::MAX) {
        clear(object.get_mut(index));
    }
}

fn clear(slot: Mut<'_>) {
    match slot {
        Mut::Bool(value) => *value = false,
        Mut::Int32(value) => *value = 0,
        Mut::Int64(value) => *value = 0,
        Mut::Double(value) => *value = 0.0,
        Mut::Str(value) => value.clear(),
        Mut::Enum(value) => value.set(""),
        Mut::Bytes(value) => value.0.clear(),
        Mut::Time(value) => *value = Default::default(),
        Mut::MicroTime(value) => *value = Default::default(),
        Mut::Duration(value) => *value = Default::default(),
        Mut::Quantity(value) => *value = Default::default(),
        Mut::IntOrString(value) => *value = Default::default(),
        Mut::Raw(value) => *value = Default::default(),
        Mut::Message(message) => {
            for index in 0..message.descriptor().fields.len() {
                clear(message.get_mut(index));
            }
        }
        Mut::List(list) => list.clear(),
        Mut::Map(map) => map.clear(),
        Mut::Optional(option) => option.clear(),
    }
}
