//! Keys of labels, annotations, config maps and environments, and values of labels.

use super::dns::subdomain_in_bytes;
use super::{
    LABEL_MAX_LENGTH, NON_EMPTY, SUBDOMAIN_MAX_LENGTH, is_made_of, max_bytes, max_length, pattern,
};
use crate::validation::field::{ErrorList, FieldError, Path};
use crate::validation::is_printable;

const NAME_PATTERN: &str = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const NAME_MESSAGE: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must \
                            start and end with an alphanumeric character";
const NAME_EXAMPLES: [&str; 3] = ["MyName", "my.name", "123-abc"];
/// The longest name of a field manager, in bytes.
const FIELD_MANAGER_MAX_LENGTH: usize = 128;

fn is_name(text: &str) -> bool {
    is_made_of(text, |b| b.is_ascii_alphanumeric(), is_config_byte)
}

fn is_config_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"-_.".contains(&b)
}

/// The key of a label: a name, perhaps with a domain and a slash before it.
pub fn label_key(value: &str) -> Vec<String> {
    let mut errors = Vec::new();
    let name = match value.split_once('/') {
        None => value,
        Some((_, rest)) if rest.contains('/') => {
            let message = format!("a valid label key {NAME_MESSAGE}");
            let message = pattern(&message, NAME_PATTERN, &NAME_EXAMPLES);
            return vec![format!(
                "{message} with an optional DNS subdomain prefix and '/' \
                 (e.g. 'example.com/MyName')"
            )];
        }
        Some(("", name)) => {
            errors.push(format!("prefix part {NON_EMPTY}"));
            name
        }
        Some((prefix, name)) => {
            let faults = subdomain_in_bytes(prefix);
            errors.extend(faults.into_iter().map(|fault| format!("prefix part {fault}")));
            name
        }
    };
    if name.is_empty() {
        errors.push(format!("name part {NON_EMPTY}"));
    } else if name.len() > LABEL_MAX_LENGTH {
        errors.push(format!("name part {}", max_bytes(LABEL_MAX_LENGTH)));
    }
    if !is_name(name) {
        let fault = pattern(NAME_MESSAGE, NAME_PATTERN, &NAME_EXAMPLES);
        errors.push(format!("name part {fault}"));
    }
    errors
}

/// The same as [`label_key`], under the name that the API's documentation uses.
pub fn qualified_name(value: &str) -> Vec<String> {
    label_key(value)
}

/// The value of a label: empty, or shaped as the name in a key.
pub fn label_value(value: &str) -> Vec<String> {
    let mut errors = Vec::new();
    if value.len() > LABEL_MAX_LENGTH {
        errors.push(max_bytes(LABEL_MAX_LENGTH));
    }
    if !value.is_empty() && !is_name(value) {
        errors.push(pattern(
            "a valid label must be an empty string or consist of alphanumeric characters, '-', \
             '_' or '.', and must start and end with an alphanumeric character",
            &format!("({NAME_PATTERN})?"),
            &["MyValue", "my_value", "12345"],
        ));
    }
    errors
}

/// The name of a finalizer, which is a qualified name.
pub fn finalizer_name(path: &Path<'_>, value: &str) -> ErrorList {
    label_key(value).into_iter().map(|error| FieldError::invalid(path, value, error)).collect()
}

/// A key in a ConfigMap or Secret.
pub fn config_map_key(value: &str) -> Vec<String> {
    let mut errors = Vec::new();
    if value.len() > SUBDOMAIN_MAX_LENGTH {
        errors.push(max_length(SUBDOMAIN_MAX_LENGTH));
    }
    if value.is_empty() || !value.bytes().all(is_config_byte) {
        errors.push(pattern(
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
            "[-._a-zA-Z0-9]+",
            &["key.name", "KEY_NAME", "key-name"],
        ));
    }
    errors.extend(change_directory(value));
    errors
}

/// The name of an environment variable, in the strict reading.
pub fn env_var_name(value: &str) -> Vec<String> {
    let mut errors = Vec::new();
    let starts_well = value.bytes().next().is_some_and(|b| !b.is_ascii_digit());
    if !starts_well || !value.bytes().all(is_config_byte) {
        errors.push(pattern(
            "a valid environment variable name must consist of alphabetic characters, digits, \
             '_', '-', or '.', and must not start with a digit",
            "[-._a-zA-Z][-._a-zA-Z0-9]*",
            &["my.env-name", "MY_ENV.NAME", "MyEnvName1"],
        ));
    }
    errors.extend(change_directory(value));
    errors
}

/// The name of an environment variable, in the reading that is the default since 1.34.
pub fn relaxed_env_var_name(value: &str) -> Vec<String> {
    if value.is_empty() {
        return vec![format!("environment variable name {NON_EMPTY}")];
    }
    let allowed = |b: u8| (b == b' ' || b.is_ascii_graphic()) && b != b'=';
    if value.bytes().all(allowed) {
        return Vec::new();
    }
    vec![
        "a valid environment variable name must consist only of printable ASCII characters other \
         than '='"
            .to_owned(),
    ]
}

/// Keys become file names, which must not climb out of their directory.
fn change_directory(value: &str) -> Option<String> {
    match value {
        "." | ".." => Some(format!("must not be '{value}'")),
        _ if value.starts_with("..") => Some("must not start with '..'".to_owned()),
        _ => None,
    }
}

/// The name of an HTTP header.
pub fn http_header_name(value: &str) -> Vec<String> {
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Vec::new();
    }
    vec![pattern(
        "a valid HTTP header must consist of alphanumeric characters or '-'",
        "[-A-Za-z0-9]+",
        &["X-Header-Name"],
    )]
}

/// A name in the language C.
pub fn c_identifier(value: &str) -> Vec<String> {
    let starts_well = value.bytes().next().is_some_and(|b| !b.is_ascii_digit());
    if starts_well && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return Vec::new();
    }
    vec![pattern(
        "a valid C identifier must start with alphabetic character or '_', followed by a string \
         of alphanumeric characters or '_'",
        "[A-Za-z_][A-Za-z0-9_]*",
        &["my_name", "MY_NAME", "MyName"],
    )]
}

/// The reason of a condition; its length is checked elsewhere.
pub fn condition_reason(value: &str) -> Vec<String> {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let starts_well = value.starts_with(|c: char| c.is_ascii_alphabetic());
    if starts_well && is_made_of(value, word, |b| word(b) || b == b',' || b == b':') {
        return Vec::new();
    }
    vec![pattern(
        "a condition reason must start with alphabetic character, optionally followed by a \
         string of alphanumeric characters or '_,:', and must end with an alphanumeric character \
         or '_'",
        "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?",
        &["my_name", "MY_NAME", "MyName", "ReasonA,ReasonB", "ReasonA:ReasonB"],
    )]
}

/// The name under which somebody writes fields: at most 128 bytes of printable characters.
pub fn field_manager(path: &Path<'_>, value: &str) -> ErrorList {
    let mut errors = ErrorList::new();
    if value.len() > FIELD_MANAGER_MAX_LENGTH {
        errors.push(FieldError::too_long(path, FIELD_MANAGER_MAX_LENGTH));
    }
    for (position, c) in value.char_indices().filter(|(_, c)| !is_printable(*c)) {
        let code = c as u32;
        let detail = format!("invalid character U+{code:04X} (at position {position})");
        errors.push(FieldError::invalid(path, value, detail));
    }
    errors
}
