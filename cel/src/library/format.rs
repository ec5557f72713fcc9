//! Named formats of text.

use base64::Engine as _;
use bowline_apimachinery::validation::names;

use super::{Call, Implementation, Library};
use crate::url::Url;
use crate::value::{Error, Format, Opaque, Timestamp, Value};

pub(crate) const LIBRARY: Library = Library {
    declarations: "
format-validate: <kubernetes.NamedFormat>.validate(string) -> optional(list(string))
format-named: format.named(string) -> optional(kubernetes.NamedFormat)
format.dns1123Label: format.dns1123Label() -> kubernetes.NamedFormat
format.dns1123Subdomain: format.dns1123Subdomain() -> kubernetes.NamedFormat
format.dns1035Label: format.dns1035Label() -> kubernetes.NamedFormat
format.qualifiedName: format.qualifiedName() -> kubernetes.NamedFormat
format.dns1123LabelPrefix: format.dns1123LabelPrefix() -> kubernetes.NamedFormat
format.dns1123SubdomainPrefix: format.dns1123SubdomainPrefix() -> kubernetes.NamedFormat
format.dns1035LabelPrefix: format.dns1035LabelPrefix() -> kubernetes.NamedFormat
format.labelValue: format.labelValue() -> kubernetes.NamedFormat
format.uri: format.uri() -> kubernetes.NamedFormat
format.uuid: format.uuid() -> kubernetes.NamedFormat
format.byte: format.byte() -> kubernetes.NamedFormat
format.date: format.date() -> kubernetes.NamedFormat
format.datetime: format.datetime() -> kubernetes.NamedFormat",
    types: &["kubernetes.NamedFormat"],
    implementation: |name| -> Option<Implementation> {
        Some(match name {
            "validate" => validate,
            "format.named" => named,
            "format.dns1123Label" => |_| Ok(constant(0)),
            "format.dns1123Subdomain" => |_| Ok(constant(1)),
            "format.dns1035Label" => |_| Ok(constant(2)),
            "format.qualifiedName" => |_| Ok(constant(3)),
            "format.dns1123LabelPrefix" => |_| Ok(constant(4)),
            "format.dns1123SubdomainPrefix" => |_| Ok(constant(5)),
            "format.dns1035LabelPrefix" => |_| Ok(constant(6)),
            "format.labelValue" => |_| Ok(constant(7)),
            "format.uri" => |_| Ok(constant(8)),
            "format.uuid" => |_| Ok(constant(9)),
            "format.byte" => |_| Ok(constant(10)),
            "format.date" => |_| Ok(constant(11)),
            "format.datetime" => |_| Ok(constant(12)),
            _ => return None,
        })
    },
};

static FORMATS: [(&str, Format); 13] = [
    ("dns1123Label", format("DNS1123Label", 30, names::dns1123_label)),
    ("dns1123Subdomain", format("DNS1123Subdomain", 60, names::dns1123_subdomain)),
    ("dns1035Label", format("DNS1035Label", 30, names::dns1035_label)),
    ("qualifiedName", format("QualifiedName", 60, names::qualified_name)),
    ("dns1123LabelPrefix", format("DNS1123LabelPrefix", 30, |s| names::dns1123_label(&whole(s)))),
    (
        "dns1123SubdomainPrefix",
        format("DNS1123SubdomainPrefix", 60, |s| names::dns1123_subdomain(&whole(s))),
    ),
    ("dns1035LabelPrefix", format("DNS1035LabelPrefix", 30, |s| names::dns1035_label(&whole(s)))),
    ("labelValue", format("LabelValue", 40, names::label_value)),
    ("uri", format("URI", 1104, uri)),
    ("uuid", format("uuid", 72, |s| fault(is_uuid(s), "does not match the UUID format"))),
    ("byte", format("byte", 84, |s| fault(is_base64(s), "invalid base64"))),
    ("date", format("date", 72, |s| fault(Timestamp::parse_date(s).is_some(), "invalid date"))),
    ("datetime", format("datetime", 72, |s| fault(is_date_time(s), "invalid datetime"))),
];

const fn format(name: &'static str, pattern_length: u64, check: fn(&str) -> Vec<String>) -> Format {
    Format { name, pattern_length, check }
}

/// A prefix of a generated name may end in a dash, for which a letter stands.
fn whole(prefix: &str) -> String {
    match prefix.strip_suffix('-') {
        Some(bare) => format!("{bare}a"),
        None => prefix.to_owned(),
    }
}

fn fault(valid: bool, message: &str) -> Vec<String> {
    if valid { Vec::new() } else { vec![message.to_owned()] }
}

fn uri(text: &str) -> Vec<String> {
    Url::parse_request(text).err().into_iter().collect()
}

fn is_uuid(text: &str) -> bool {
    let bare: Vec<u8> = text.bytes().filter(|b| *b != b'-').collect();
    let groups = [8, 4, 4, 4, 12];
    let hexadecimal = bare.len() == 32 && bare.iter().all(u8::is_ascii_hexdigit);
    // Each dash between the groups may be missing.
    let mut rest = text;
    for (i, group) in groups.iter().enumerate() {
        if rest.len() < *group || !rest.is_char_boundary(*group) || rest[..*group].contains('-') {
            return false;
        }
        rest = &rest[*group..];
        if i < 4 {
            rest = rest.strip_prefix('-').unwrap_or(rest);
        }
    }
    hexadecimal && rest.is_empty()
}

fn is_date_time(text: &str) -> bool {
    !text.is_empty() && Timestamp::parse_date_time(text).is_some()
}

fn is_base64(text: &str) -> bool {
    !text.is_empty() && base64::prelude::BASE64_STANDARD.decode(text).is_ok()
}

fn constant<'a>(at: usize) -> Value<'a> {
    Value::opaque(Opaque::Format(&FORMATS[at].1))
}

fn named<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::String(name)] = call.args else { return Err(call.no_overload("format.named")) };
    let at = FORMATS.iter().position(|(n, _)| *n == &**name);
    Ok(at.map_or(Value::Optional(None), |at| Value::some(constant(at))))
}

fn validate<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    if let [Value::Opaque(opaque), Value::String(text)] = call.args
        && let Opaque::Format(format) = &**opaque
    {
        let faults = (format.check)(text);
        if faults.is_empty() {
            return Ok(Value::Optional(None));
        }
        let faults = faults.into_iter().map(Value::text).collect();
        return Ok(Value::some(Value::list(faults)));
    }
    Err(call.no_overload("validate"))
}
