//! Base64, which Kubernetes does not offer but CEL's extensions do.

use base64::Engine as _;

use super::{Call, Implementation, Library};
use crate::value::{Error, Value};

pub(crate) const LIBRARY: Library = Library {
    declarations: "
base64_decode_string: base64.decode(string) -> bytes
base64_encode_bytes: base64.encode(bytes) -> string",
    types: &[],
    implementation: |name| -> Option<Implementation> {
        Some(match name {
            "base64.decode" => decode,
            "base64.encode" => encode,
            _ => return None,
        })
    },
};

fn decode<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::String(text)] = call.args else { return Err(call.no_overload("base64.decode")) };
    let engine = base64::prelude::BASE64_STANDARD;
    let decoded = engine
        .decode(text.as_bytes())
        .or_else(|_| base64::prelude::BASE64_STANDARD_NO_PAD.decode(text.as_bytes()));
    match decoded {
        Ok(bytes) => Ok(Value::Bytes(bytes.into())),
        Err(e) => Err(Error::other(format!("illegal base64 data: {e}"))),
    }
}

fn encode<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::Bytes(bytes)] = call.args else { return Err(call.no_overload("base64.encode")) };
    Ok(Value::text(base64::prelude::BASE64_STANDARD.encode(bytes)))
}
