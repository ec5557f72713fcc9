//! The downward API: fields of a pod as text.
//!
//! Upstream: `pkg/fieldpath/fieldpath.go`, `pkg/kubelet/kubelet_pods.go`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bowline_api::core::v1::Pod;
use bowline_apimachinery::meta::ObjectMeta;

/// A field that the downward API cannot give.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldPathError {
    /// Not one of the fields it knows.
    #[error("unsupported fieldPath: {path}")]
    Unsupported {
        /// The path.
        path: String,
    },
    /// A subscript on a field that has none.
    #[error("fieldPath {path:?} does not support subscript")]
    Subscript {
        /// The path.
        path: String,
    },
    /// A subscript that cannot be the key of a label or annotation.
    #[error("invalid key subscript in {path}: {key:?} is not a qualified name")]
    Key {
        /// The path.
        path: String,
        /// The subscript.
        key: String,
    },
}

/// Splits `metadata.labels['key']` into path and key; `None` if there is no subscript.
#[must_use]
pub fn split_subscript(path: &str) -> Option<(&str, &str)> {
    let (base, key) = path.strip_suffix("']")?.split_once("['")?;
    (!base.is_empty()).then_some((base, key))
}

/// A field of the metadata, as volumes and variables show it.
///
/// # Errors
/// When the path is none of name, namespace, uid, labels and annotations.
pub fn metadata_field(metadata: &ObjectMeta, path: &str) -> Result<String, FieldPathError> {
    if let Some((base, key)) = split_subscript(path) {
        let (map, name) = match base {
            "metadata.annotations" => (&metadata.annotations, key.to_lowercase()),
            "metadata.labels" => (&metadata.labels, key.to_owned()),
            _ => return Err(FieldPathError::Subscript { path: path.to_owned() }),
        };
        if !is_qualified_name(&name) {
            return Err(FieldPathError::Key { path: path.to_owned(), key: key.to_owned() });
        }
        return Ok(map.get(key).cloned().unwrap_or_default());
    }
    match path {
        "metadata.annotations" => Ok(format_map(&metadata.annotations)),
        "metadata.labels" => Ok(format_map(&metadata.labels)),
        "metadata.name" => Ok(metadata.name.clone()),
        "metadata.namespace" => Ok(metadata.namespace.clone()),
        "metadata.uid" => Ok(metadata.uid.clone()),
        _ => Err(FieldPathError::Unsupported { path: path.to_owned() }),
    }
}

/// Addresses that are known only once the pod's sandbox stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodAddresses {
    /// The node's addresses, the primary one first.
    pub host: Vec<String>,
    /// The pod's addresses, the primary one first.
    pub pod: Vec<String>,
}

/// A field of a running pod, as a variable shows it.
///
/// # Errors
/// When the path is not among those that variables may name.
pub fn pod_field(
    pod: &Pod,
    addresses: &PodAddresses,
    path: &str,
) -> Result<String, FieldPathError> {
    let first = |list: &[String]| list.first().cloned().unwrap_or_default();
    Ok(match path {
        "spec.nodeName" => pod.spec.node_name.clone(),
        "spec.serviceAccountName" => pod.spec.service_account_name.clone(),
        "status.hostIP" => first(&addresses.host),
        "status.hostIPs" => addresses.host.join(","),
        "status.podIP" => first(&addresses.pod),
        "status.podIPs" => addresses.pod.join(","),
        _ => return metadata_field(&pod.metadata, path),
    })
}

/// A map as lines `key="value"`, sorted by key, with the values quoted as Go quotes them.
#[must_use]
pub fn format_map(map: &BTreeMap<String, String>) -> String {
    let lines: Vec<String> = map.iter().map(|(k, v)| format!("{k}={}", go_quote(v))).collect();
    lines.join("\n")
}

/// A string as Go's `%q` prints it.
fn go_quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x0b' => out.push_str("\\v"),
            c if is_printable(c) => out.push(c),
            // Writing to a string does not fail.
            c if (c as u32) < 0x80 => drop(write!(out, "\\x{:02x}", c as u32)),
            c if (c as u32) < 0x1_0000 => drop(write!(out, "\\u{:04x}", c as u32)),
            c => drop(write!(out, "\\U{:08x}", c as u32)),
        }
    }
    out.push('"');
    out
}

/// Whether Go shows the character as itself: the only blank it so shows is the space.
fn is_printable(c: char) -> bool {
    let invisible = matches!(c,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}'
        | '\u{e0000}'..='\u{e007f}' | '\u{f0000}'..='\u{10ffff}');
    c == ' ' || !(c.is_control() || c.is_whitespace() || invisible)
}

/// `[prefix/]name`, as keys of labels and annotations are.
fn is_qualified_name(text: &str) -> bool {
    let (prefix, name) = match text.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, text),
    };
    let edge = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = name.as_bytes();
    let name_ok = bytes.len() <= 63
        && edge(bytes.first())
        && edge(bytes.last())
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b));
    name_ok && prefix.is_none_or(is_dns_subdomain)
}

fn is_dns_subdomain(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    !text.is_empty()
        && text.len() <= 253
        && text.split('.').all(|part| {
            let bytes = part.as_bytes();
            bytes.first().is_some_and(|b| plain(*b))
                && bytes.last().is_some_and(|b| plain(*b))
                && bytes.iter().all(|b| plain(*b) || *b == b'-')
        })
}
