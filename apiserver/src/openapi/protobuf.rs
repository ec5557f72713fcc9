//! The version 2 document as protobuf, which is what `kubectl` asks for.
//!
//! The messages are those of gnostic's `openapiv2/OpenAPIv2.proto`, of which the parts are
//! written that our documents have.

use serde_json::{Map, Value};

/// Media type under which the document is asked for and given.
pub(crate) const MEDIA_TYPE: &str = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

/// Writes a version 2 document, given as JSON.
#[must_use]
pub(crate) fn encode_v2(document: &Value) -> Vec<u8> {
    let mut out = Message::default();
    out.text(1, &document["swagger"]);
    out.message(2, |info| {
        info.text(1, &document["info"]["title"]);
        info.text(2, &document["info"]["version"]);
    });
    out.message(8, |paths| {
        for (path, item) in fields(&document["paths"]) {
            paths.message(2, |named| {
                named.string(1, path);
                named.message(2, |out| path_item(out, item));
            });
        }
    });
    out.message(9, |definitions| named_schemas(definitions, &document["definitions"]));
    out.0
}

fn path_item(out: &mut Message, item: &Value) {
    for (number, method) in [(2, "get"), (3, "put"), (4, "post"), (5, "delete"), (8, "patch")] {
        if let Some(described) = item.get(method) {
            out.message(number, |out| operation(out, described));
        }
    }
}

fn operation(out: &mut Message, operation: &Value) {
    out.texts(1, &operation["tags"]);
    out.text(5, &operation["operationId"]);
    out.texts(6, &operation["produces"]);
    out.texts(7, &operation["consumes"]);
    for described in operation["parameters"].as_array().into_iter().flatten() {
        // Each item is a choice of a parameter or a reference; each parameter one of two kinds.
        out.message(8, |item| item.message(1, |out| parameter(out, described)));
    }
    out.message(9, |responses| {
        for (code, answer) in fields(&operation["responses"]) {
            responses.message(1, |named| {
                named.string(1, code);
                named.message(2, |value| value.message(1, |out| response(out, answer)));
            });
        }
    });
    extensions(out, 13, operation);
}

fn parameter(out: &mut Message, parameter: &Value) {
    if parameter["in"] == "body" {
        out.message(1, |body| {
            body.text(2, &parameter["name"]);
            body.text(3, &parameter["in"]);
            body.flag(4, &parameter["required"]);
            body.message(5, |out| schema(out, &parameter["schema"]));
        });
        return;
    }
    out.message(2, |other| {
        other.message(3, |query| {
            query.flag(1, &parameter["required"]);
            query.text(2, &parameter["in"]);
            query.text(3, &parameter["description"]);
            query.text(4, &parameter["name"]);
            query.text(6, &parameter["type"]);
            query.flag(20, &parameter["uniqueItems"]);
        });
    });
}

fn response(out: &mut Message, response: &Value) {
    out.text(1, &response["description"]);
    if response["schema"].is_object() {
        out.message(2, |item| item.message(1, |out| schema(out, &response["schema"])));
    }
}

fn named_schemas(out: &mut Message, schemas: &Value) {
    for (name, described) in fields(schemas) {
        out.message(1, |named| {
            named.string(1, name);
            named.message(2, |out| schema(out, described));
        });
    }
}

fn schema(out: &mut Message, of: &Value) {
    for (number, name) in [(1, "$ref"), (2, "format"), (3, "title"), (4, "description")] {
        out.text(number, &of[name]);
    }
    if let Some(default) = of.get("default") {
        out.any(5, default);
    }
    for (number, name) in [(6, "multipleOf"), (7, "maximum"), (9, "minimum")] {
        out.double(number, &of[name]);
    }
    for (number, name) in [(8, "exclusiveMaximum"), (10, "exclusiveMinimum"), (16, "uniqueItems")] {
        out.flag(number, &of[name]);
    }
    for (number, name) in [
        (11, "maxLength"),
        (12, "minLength"),
        (14, "maxItems"),
        (15, "minItems"),
        (17, "maxProperties"),
        (18, "minProperties"),
    ] {
        out.integer(number, &of[name]);
    }
    out.text(13, &of["pattern"]);
    out.texts(19, &of["required"]);
    for value in of["enum"].as_array().into_iter().flatten() {
        out.any(20, value);
    }
    match &of["additionalProperties"] {
        Value::Bool(any) => out.message(21, |item| item.boolean(2, *any)),
        inner @ Value::Object(_) => {
            out.message(21, |item| item.message(1, |out| schema(out, inner)));
        }
        _ => {}
    }
    match &of["type"] {
        Value::Null => {}
        kind @ Value::String(_) => out.message(22, |item| item.text(1, kind)),
        kinds => out.message(22, |item| item.texts(1, kinds)),
    }
    if of["items"].is_object() {
        out.message(23, |item| item.message(1, |out| schema(out, &of["items"])));
    }
    for part in of["allOf"].as_array().into_iter().flatten() {
        out.message(24, |out| schema(out, part));
    }
    if of["properties"].is_object() {
        out.message(25, |out| named_schemas(out, &of["properties"]));
    }
    extensions(out, 31, of);
}

/// Everything whose name begins with `x-`.
fn extensions(out: &mut Message, number: u32, of: &Value) {
    for (name, value) in fields(of).filter(|(name, _)| name.starts_with("x-")) {
        out.message(number, |named| {
            named.string(1, name);
            named.any(2, value);
        });
    }
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

/// The bytes of a message so far.
#[derive(Debug, Default)]
struct Message(Vec<u8>);

impl Message {
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push((value as u8) | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    fn key(&mut self, number: u32, wire: u64) {
        self.varint(u64::from(number) << 3 | wire);
    }

    fn bytes(&mut self, number: u32, bytes: &[u8]) {
        self.key(number, 2);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    fn string(&mut self, number: u32, text: &str) {
        self.bytes(number, text.as_bytes());
    }

    /// A text, where there is one.
    fn text(&mut self, number: u32, value: &Value) {
        if let Some(text) = value.as_str().filter(|text| !text.is_empty()) {
            self.string(number, text);
        }
    }

    fn texts(&mut self, number: u32, values: &Value) {
        let texts = values.as_array().into_iter().flatten().filter_map(Value::as_str);
        texts.for_each(|text| self.string(number, text));
    }

    fn boolean(&mut self, number: u32, value: bool) {
        self.key(number, 0);
        self.varint(u64::from(value));
    }

    /// A flag, where it is set.
    fn flag(&mut self, number: u32, value: &Value) {
        if value.as_bool() == Some(true) {
            self.boolean(number, true);
        }
    }

    fn integer(&mut self, number: u32, value: &Value) {
        if let Some(value) = value.as_i64() {
            self.key(number, 0);
            self.varint(value.cast_unsigned());
        }
    }

    fn double(&mut self, number: u32, value: &Value) {
        if let Some(value) = value.as_f64() {
            self.key(number, 1);
            self.0.extend_from_slice(&value.to_le_bytes());
        }
    }

    /// Any value, as the YAML that JSON is.
    fn any(&mut self, number: u32, value: &Value) {
        self.message(number, |any| any.string(2, &value.to_string()));
    }

    fn message(&mut self, number: u32, write: impl FnOnce(&mut Self)) {
        let mut inner = Self::default();
        write(&mut inner);
        self.bytes(number, &inner.0);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_has_gnostics_field_numbers() {
        let mut out = Message::default();
        schema(
            &mut out,
            &json!({
                "type": "object", "maxLength": 300, "required": ["a"],
                "additionalProperties": { "$ref": "#/x" }, "x-n": [1],
            }),
        );
        let want: &[u8] = &[
            0x58, 0xAC, 0x02, // maxLength, 11
            0x9A, 0x01, 1, b'a', // required, 19
            0xAA, 0x01, 7, 0x0A, 5, 0x0A, 3, b'#', b'/', b'x', // additionalProperties, 21
            0xB2, 0x01, 8, 0x0A, 6, b'o', b'b', b'j', b'e', b'c', b't', // type, 22
            0xFA, 0x01, 12, 0x0A, 3, b'x', b'-', b'n', 0x12, 5, 0x12, 3, b'[', b'1', b']',
        ];
        assert_eq!(out.0, want);
    }

    #[test]
    fn parameters_say_where_they_are() {
        let mut out = Message::default();
        parameter(&mut out, &json!({ "name": "f", "in": "query", "type": "string" }));
        let query = [0x12, 5, b'q', b'u', b'e', b'r', b'y', 0x22, 1, b'f', 0x32, 6];
        let mut want = vec![0x12, 22, 0x1A, 20];
        want.extend(query[..7].iter().chain(&query[7..]));
        want.extend(b"string");
        want[1] = want.len() as u8 - 2;
        want[3] = want.len() as u8 - 4;
        assert_eq!(out.0, want);
    }
}
