//! What mutating policies write JSON patches with.

use super::{Call, Implementation, Library};
use crate::value::{Error, Value};

pub(crate) const LIBRARY: Library = Library {
    declarations: "jsonpatch_escapekey: jsonpatch.escapeKey(string) -> string",
    types: &["JSONPatch"],
    implementation: |name| -> Option<Implementation> {
        (name == "jsonpatch.escapeKey").then_some(escape_key)
    },
};

fn escape_key<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::String(key)] = call.args else {
        return Err(call.no_overload("jsonpatch.escapeKey"));
    };
    Ok(Value::text(key.replace('~', "~0").replace('/', "~1")))
}
